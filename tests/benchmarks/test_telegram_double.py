"""The benchmarks' double of Telegram is as strict as the one of the tests, and counts what it is there to count."""

import socket
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from benchmarks.heard import Hearing
from benchmarks.processes import Platform, platform, until
from benchmarks.telegram_counts import Counts
from benchmarks.telegram_double import words_checked
from benchmarks.telegram_limits import Lane
from tests.doubles.telegram_rules import Bad, checked

stamped = pytest.mark.skipif(sys.platform != "linux", reason="only Linux stamps what arrives")
KEY = {"text": "Đã xong", "callback_data": "d:1"}


def _keyboard(*rows: list[dict[str, str]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


CALLS: list[dict[str, Any]] = [
    {"chat_id": "7", "text": "Chào buổi sáng."},
    {"chat_id": 7, "text": "x" * 4096, "link_preview_options": {"is_disabled": True}},
    {"chat_id": 7, "text": "x" * 4097},
    {"chat_id": 7, "text": "👍" * 2049},
    {"chat_id": 7, "text": " "},
    {"chat_id": 7, "text": ""},
    {"chat_id": 7},
    {"text": "Chào"},
    {"chat_id": 1 << 52, "text": "Chào"},
    {"chat_id": 7, "text": "Chào", "texts": "Chào"},
    {"chat_id": 7, "text": "Chào", "reply_markup": _keyboard([KEY])},
    {"chat_id": 7, "text": "Chào", "reply_markup": _keyboard([])},
    {"chat_id": 7, "text": "Chào", "reply_markup": _keyboard([KEY] * 9)},
    {"chat_id": 7, "text": "Chào", "reply_markup": _keyboard(*[[KEY]] * 101)},
    {"chat_id": 7, "text": "Chào", "reply_markup": _keyboard([KEY | {"callback_data": "việc" * 13}])},
    {"chat_id": 7, "text": "Chào", "reply_markup": _keyboard([KEY | {"text": " "}])},
    {"chat_id": 7, "text": "Chào", "reply_markup": _keyboard([{"text": "Đã xong"}])},
]


def _refused(check: Any, call: dict[str, Any]) -> bool:
    try:
        check(call)
    except Bad:
        return True
    return False


@pytest.mark.parametrize("call", CALLS)
def test_what_the_tests_double_refuses_is_refused_here_and_nothing_else(call: dict[str, Any]) -> None:
    assert _refused(words_checked, call) == _refused(lambda c: checked("sendMessage", c, {}), call)


def test_the_thirty_first_message_of_a_second_holds_the_bot() -> None:
    lane = Lane()
    assert [lane.refuses(chat, now=0.01 * chat) for chat in range(1, 31)] == [0] * 30
    assert lane.refuses(31, now=0.5) == 3
    assert lane.refuses(32, now=2.9) == 1
    assert lane.refuses(32, now=3.6) == 0
    assert lane.refused == {"pace": 1, "held": 1}


def test_thirty_messages_a_second_evenly_spaced_are_taken_for_ever() -> None:
    lane = Lane()
    assert not any(lane.refuses(chat, now=chat / 29.7) for chat in range(1, 1000))


def test_what_is_heard_out_of_its_order_counts_by_when_it_came() -> None:
    lane = Lane()
    turned = [(turn ^ 3) / 29.7 for turn in range(1000)]  # each four in reverse
    assert not any(lane.refuses(chat, now=now) for chat, now in enumerate(turned, start=1))
    late = Lane()
    assert [late.refuses(chat, now=5.0 + 0.02 * chat) for chat in range(1, 31)] == [0] * 30
    assert late.refuses(31, now=5.01) == 3


def test_a_short_burst_to_one_chat_is_forgiven_and_a_lasting_one_is_not() -> None:
    lane = Lane()
    assert [lane.refuses(7, now=0.1 * turn) for turn in range(4)] == [0, 0, 0, 3]
    assert lane.refuses(8, now=0.4) == 0
    assert lane.refuses(7, now=1.0) == 0


def test_the_twenty_first_message_of_a_minute_in_a_group_is_refused() -> None:
    lane = Lane()
    assert [lane.refuses(-7, now=2.0 * turn) > 0 for turn in range(21)] == [False] * 20 + [True]
    assert lane.refuses(-7, now=60.5) == 0


def test_a_call_long_after_a_hold_was_told_has_ignored_it() -> None:
    lane = Lane()
    lane.hold(5, now=0.0)
    assert [lane.refuses(1, now=at) for at in (1.0, 1.1, 4.5)] == [4, 4, 1]
    assert lane.ignored == 1


def test_the_same_words_twice_in_one_chat_are_doubled_and_other_words_are_more() -> None:
    counts = Counts()
    for at, (chat, words) in enumerate([(1, "a"), (2, "a"), (1, "a"), (1, "b"), (2, "")]):
        counts.arrive(1001, chat, words, now=float(at))
    summary = counts.summary()
    assert (summary["messages"], summary["doubled"], summary["more"]) == (5, 1, 2)
    assert counts.by_chat() == {1001: {1: 3, 2: 1}}


@stamped
def test_what_is_read_late_came_when_it_came() -> None:
    heard: dict[int, float] = {}
    with Hearing.at(("127.0.0.1", 0), heard=heard) as at, socket.create_connection(at.getsockname()) as one:
        connection, _ = at.accept()
        with connection:

            def exchanged() -> float | None:
                one.sendall(b"now")
                sent = time.time()
                time.sleep(0.01)
                assert connection.recv(10) == b"now"
                return sent if connection.fileno() in heard else None

            sent = until(exchanged, seconds=5, every=0)  # the kernel begins to stamp a little later than it is asked
            assert heard[connection.fileno()] <= sent


@stamped
def test_what_the_double_takes_is_dated_by_when_it_came(double: Platform) -> None:
    with httpx.Client(trust_env=False) as client:

        def dated() -> bool:
            before, said = double.counts()["undated"], {"chat_id": 7, "text": "một"}
            client.post(f"{double.url}/bot{double.tokens[0]}/sendMessage", json=said).raise_for_status()
            return bool(double.counts()["undated"] == before)

        assert until(dated, seconds=5)


def test_a_call_that_came_before_the_hold_was_told_ignores_nothing() -> None:
    lane = Lane()
    lane.hold(5, now=0.0)
    assert [lane.refuses(1, now=at, told=0.4) for at in (0.01, 0.3, 0.64)] == [5, 5, 5]
    assert lane.ignored == 0
    assert lane.refuses(1, now=0.66, told=0.7) == 5
    assert lane.ignored == 1


def test_a_pause_is_one_between_moments_and_not_between_calls() -> None:
    counts = Counts()
    for at in (1.0, 3.0, 2.0, 2.01):
        counts.arrive(1001, 1, "a", now=at)
    summary = counts.summary()
    assert (summary["longest_pause"], summary["most_in_a_second"]) == (1.0, 2)


@pytest.fixture
def double() -> Iterator[Platform]:
    with platform() as at:
        yield at


def test_a_call_that_is_cut_after_it_was_taken_has_arrived(double: Platform) -> None:
    url = f"{double.url}/bot{double.tokens[0]}"
    with httpx.Client(trust_env=False) as client:
        assert client.post(f"{url}/sendMessage", data={"chat_id": 7, "text": "một"}).json()["result"]["text"] == "một"
        assert client.post(f"{url}/sendTexts", data={}).status_code == 404
        assert client.post(f"{double.url}/bot1:x/getMe").status_code == 401
        files = {"document": ("a.ics", b"BEGIN:VCALENDAR")}
        assert client.post(f"{url}/sendDocument", data={"chat_id": 8}, files=files).json()["ok"]
        double.does("set", cut_after=1.0)
        with pytest.raises(httpx.RemoteProtocolError):
            client.post(f"{url}/sendMessage", json={"chat_id": 9, "text": "hai"})
        double.does("set", cut_after=0.0, cut_before=1.0)
        with pytest.raises(httpx.RemoteProtocolError):
            client.post(f"{url}/sendMessage", json={"chat_id": 10, "text": "ba"})
    assert double.arrivals() == {"7": 1, "9": 1}
    assert double.counts()["faults"] == {"cut_after": 1, "cut_before": 1}


def test_an_update_is_handed_out_until_it_is_acknowledged_and_its_answer_is_timed(double: Platform) -> None:
    url = f"{double.url}/bot{double.tokens[0]}"
    with httpx.Client(trust_env=False) as client:
        double.does("ask", rate=100, seconds=0.01, chats=[[1001, 7]], text="việc của tôi")
        [update] = client.post(f"{url}/getUpdates", data={"timeout": 5}).json()["result"]
        assert update["message"]["text"] == "việc của tôi"
        client.post(f"{url}/sendMessage", json={"chat_id": 7, "text": "Không còn việc."})
        after = {"offset": update["update_id"] + 1}
        assert client.post(f"{url}/getUpdates", data=after).json()["result"] == []
    counts = double.counts()
    assert (counts["updates"], counts["replies"], counts["unanswered"]) == (1, 1, 0)


def test_after_an_outage_the_same_address_answers_again(double: Platform) -> None:
    url = f"{double.url}/bot{double.tokens[0]}/getMe"
    with httpx.Client(trust_env=False) as client:
        double.does("outage", seconds=0.1)
        assert client.post(url).json()["result"]["is_bot"]
