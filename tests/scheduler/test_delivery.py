import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from structlog.testing import capture_logs

from scheduler.draining import Terms
from scheduler.ledger import Told
from scheduler.messages import Button, Doubtful, Message, Postpone, Receipt, Refused, TryLater
from scheduler.outcomes import MOST_ATTEMPTS, backoff
from scheduler.preparing import Batch, Prepared
from storage.audit import history_of
from storage.database import reading
from storage.people import account_at, accounts_of
from storage.rows import id_of
from storage.tables import Account, AccountState, MessageState
from tests.doubles.delivering_office import NOW, TELEGRAM, ZALO, Office, an_office

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def office(engine: Engine) -> Office:
    return an_office(engine)


async def test_a_morning_arrives_on_the_preferred_chat_and_its_words_are_kept(office: Office) -> None:
    office.verdicts["morning"] = Message("Chào đồng chí Lan.")
    office.say("morning")
    assert await office.deliver() == 1
    assert await office.deliver() == 0
    assert office.channels[TELEGRAM].texts("lan-t") == ["Chào đồng chí Lan."]
    row = office.rows()["morning"]
    assert (row.said, row.bot, row.address, row.platform_id) == ("Chào đồng chí Lan.", TELEGRAM, "lan-t", "m1")
    assert (row.state, row.lane, row.sent_at, row.claimed_by) == (MessageState.SENT, TELEGRAM, NOW, None)
    assert office.steps("morning") == []  # nothing about it was noteworthy


async def test_what_is_done_by_then_is_not_said(office: Office) -> None:
    office.verdicts["morning"] = None
    office.say("morning")
    await office.deliver()
    assert office.state("morning") is MessageState.DROPPED
    assert office.channels[TELEGRAM].taken == []


async def test_in_quiet_hours_a_message_waits_for_the_morning(office: Office) -> None:
    office.verdicts["clock"] = Postpone(until=NOW + DAY)
    office.say("clock")
    await office.deliver()
    office.verdicts["clock"] = Message("Còn hai giờ.")
    assert await office.deliver() == 0
    office.at += DAY
    assert await office.deliver() == 1
    assert office.channels[TELEGRAM].texts() == ["Còn hai giờ."]


async def test_who_has_no_chat_is_not_written_to(office: Office) -> None:
    office.say("morning", to="minh")
    await office.deliver()
    assert office.steps("morning") == [("refused", "nobody linked")]


async def test_a_chat_of_a_bot_that_is_not_ours_is_no_chat(office: Office) -> None:
    del office.channels[TELEGRAM]
    office.say("to lan")
    office.say("to hoa", to="hoa")
    await office.deliver()
    assert office.channels[ZALO].texts() == ["to lan"]
    assert office.state("to hoa") is MessageState.REFUSED


async def test_a_chat_that_refuses_is_left_for_the_next_and_the_focal_point_is_told(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", Refused("blocked by the user"))
    office.say("morning")
    await office.deliver()
    await office.deliver()
    assert office.channels[ZALO].texts("lan-z") == ["morning"]
    [told] = office.channels[TELEGRAM].texts("hoa-t")
    assert told.startswith("channel_out:")
    assert office.rows()[told].payload == {"person": office.ids["lan"], "bot": TELEGRAM}
    with reading(office.engine) as session:
        assert [account.bot for account in accounts_of(session, office.ids["lan"])] == [ZALO]
        account = account_at(session, TELEGRAM, "lan-t")
        assert account is not None
        assert (account.state, account.refused_why) == (AccountState.REFUSED, "blocked by the user")
        [entry] = history_of(session, "account", id_of(account))
    assert (entry.verb, entry.channel, entry.after) == (
        "refuse",
        "scheduler",
        {"state": "refused", "refused_why": "blocked by the user"},
    )


async def test_who_refuses_everywhere_is_not_reached_and_the_focal_point_hears_it_once_per_chat(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", Refused("blocked"), Refused("blocked"))
    office.channels[ZALO].fail("lan-z", Refused("blocked"), Refused("blocked"))
    office.say("morning", "clock")
    await office.deliver(at_once=2)
    assert office.state("morning") is MessageState.REFUSED
    assert office.state("clock") is MessageState.REFUSED
    assert len(office.channels[TELEGRAM].texts("hoa-t")) == 2


async def test_a_focal_point_without_a_chat_is_not_queued_for(office: Office) -> None:
    office.channels[TELEGRAM].fail("hoa-t", Refused("deactivated"))
    office.say("morning", to="hoa")
    await office.deliver()
    assert list(office.rows()) == ["morning"]
    assert office.state("morning") is MessageState.REFUSED


async def test_not_now_waits_as_long_as_the_platform_says(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", TryLater("429", after=30 * SECOND))
    office.say("morning")
    await office.deliver()
    office.at += 29 * SECOND
    assert await office.deliver() == 0
    office.at += SECOND
    assert await office.deliver() == 1
    assert office.channels[TELEGRAM].texts() == ["morning"]
    assert ("waiting", "not now: 429") in office.steps("morning")


async def test_not_now_is_never_this_very_moment(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", TryLater("again", after=timedelta(0)))
    office.say("morning")
    assert [await office.deliver(), await office.deliver()] == [1, 0]


async def test_a_morning_in_doubt_is_sent_once_more_and_marked(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", Doubtful("cut off"), arrives=True)
    office.say("morning")
    await office.settle_everything()
    assert office.channels[TELEGRAM].texts() == ["morning", "morning, gửi lại"]
    assert office.state("morning") is MessageState.SENT


async def test_a_morning_twice_in_doubt_stays_in_doubt(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", Doubtful("cut off"), Doubtful("cut off"), arrives=True)
    office.say("morning")
    await office.settle_everything()
    assert office.state("morning") is MessageState.DOUBTFUL
    assert len(office.channels[TELEGRAM].taken) == 2


async def test_a_notice_in_doubt_is_not_repeated(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", Doubtful("cut off"), arrives=True)
    office.say("notice", kind="notice")
    await office.settle_everything()
    assert office.state("notice") is MessageState.DOUBTFUL
    assert office.channels[TELEGRAM].texts() == ["notice"]


async def test_a_call_that_never_answers_is_in_doubt(office: Office) -> None:
    async def silent(address: str, message: Message) -> Receipt:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    office.say("notice", kind="notice")
    await office.deliver(send={TELEGRAM: silent}, terms=Terms(patience=timedelta(milliseconds=10)))
    assert office.steps("notice")[-1] == ("doubtful", "in doubt: no answer in time")


async def test_a_channel_with_a_bug_is_tried_less_and_less_often_and_then_given_up(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", *(ValueError("secret words") for _ in range(MOST_ATTEMPTS)))
    office.say("morning")
    with capture_logs() as logs:
        await office.settle_everything()
    assert office.at - NOW == sum((backoff(n) for n in range(MOST_ATTEMPTS - 1)), timedelta(0))
    assert office.steps("morning")[-1] == ("refused", "gave up after 8 attempts: ValueError")
    assert all("secret" not in detail for _, detail in office.steps("morning"))
    assert [log["attempts"] for log in logs if log["event"] == "message failed"] == list(range(1, 9))


def test_the_wait_doubles_up_to_an_hour() -> None:
    assert [backoff(n) for n in (0, 1, 2, 20)] == [30 * SECOND, MINUTE, 2 * MINUTE, 60 * MINUTE]


async def test_a_message_that_cannot_be_rendered_does_not_hold_up_the_others(office: Office) -> None:
    office.verdicts["broken"] = KeyError("no such task")
    office.say("first", "broken", "last")
    with capture_logs() as logs:
        await office.deliver(at_once=3)
    assert sorted(office.channels[TELEGRAM].texts()) == ["first", "last"]
    assert office.steps("broken")[-1] == ("waiting", "failed: KeyError")
    assert [log["event"] for log in logs if log["log_level"] == "error"] == ["message not rendered"]


async def test_what_is_not_prepared_beside_this_process_is_prepared_here(office: Office) -> None:
    asked: list[str] = []

    async def not_now(batch: Batch) -> Prepared | None:
        asked.extend(row.key for row in batch.rows)
        return None

    office.say("first", "last")
    delivery = office.delivery()
    delivery.preparing = not_now
    await delivery.drain_all()
    assert asked == ["first", "last"]
    assert sorted(office.channels[TELEGRAM].texts()) == ["first", "last"]


async def test_the_buttons_that_were_sent_are_remembered_with_the_message(office: Office) -> None:
    remembered: list[tuple[str, str, str]] = []

    def said(_session: Session, told: Sequence[Told], *, now: datetime) -> None:
        remembered.extend((row.key, account.address, message.text) for row, account, message in told)

    buttons = (Button("✅ Xong 12", "mark_done task=12"),)
    office.verdicts |= {"menu": Message("Chọn một việc.", buttons, menu=True), "morning": Message("Một việc.", buttons)}
    office.verdicts["refused"] = Message("Chọn.", buttons, menu=True)
    office.channels[TELEGRAM].fail("hoa-t", Refused("blocked"))
    office.say("menu", "morning", "plain")
    office.say("refused", to="hoa")
    await office.deliver(said=said)
    assert remembered == [("menu", "lan-t", "Chọn một việc."), ("morning", "lan-t", "Một việc.")]


async def test_a_menu_that_cannot_be_remembered_was_sent_all_the_same(office: Office) -> None:
    def said(session: Session, _told: Sequence[Told], *, now: datetime) -> None:
        session.add(Account(office_id=0, person_id=0, bot="b", address="a", linked_at=NOW))
        session.flush()
        raise LookupError("no dialogue")

    office.verdicts["menu"] = Message("Chọn một việc.", (Button("Xem 12", "show_task task=12"),), menu=True)
    office.say("menu")
    with capture_logs() as logs:
        await office.deliver(said=said)
    assert office.state("menu") is MessageState.SENT
    assert "menus not remembered" in [log["event"] for log in logs]


async def test_no_more_calls_run_at_once_than_allowed_and_each_is_settled_as_it_returns(office: Office) -> None:
    running, most, open_ones = 0, 0, []

    async def send(address: str, message: Message) -> Receipt:
        nonlocal running, most
        running += 1
        most = max(most, running)
        sending = [row for row in office.rows().values() if row.state is MessageState.SENDING]
        open_ones.append(len(sending))
        await asyncio.sleep(0)
        running -= 1
        return Receipt("m")

    office.say(*(f"k{n}" for n in range(12)))
    await office.deliver(send={TELEGRAM: send}, at_once=3)
    assert 1 <= most <= 3
    assert max(open_ones) <= 3
    assert all(row.state is MessageState.SENT for row in office.rows().values())


async def test_logs_hold_neither_words_nor_addresses(office: Office) -> None:
    office.verdicts["morning"] = Message("Báo cáo CCHC quý III")
    office.channels[TELEGRAM].fail("lan-t", Refused("blocked"))
    office.say("morning")
    with capture_logs() as logs:
        await office.deliver()
        await office.deliver()
    assert {log["event"] for log in logs} == {"message not sent", "message sent"}
    assert {(log["lane"], log["kind"]) for log in logs} == {
        (TELEGRAM, "morning"),
        (ZALO, "morning"),
        (TELEGRAM, "channel_out"),
    }
    assert all("CCHC" not in str(log) and "lan-t" not in str(log) for log in logs)


async def test_what_was_said_together_is_remembered_in_its_order(office: Office) -> None:
    seen: list[str] = []

    def said(_session: Session, told: Sequence[Told], *, now: datetime) -> None:
        seen.extend(row.key for row, _, _ in told)

    keys = [f"task {number:02}" for number in range(20)]
    for key in keys:
        office.verdicts[key] = Message(key, (Button("Xong", "done"),))
        office.say(key)
    await office.deliver(said=said, at_once=20)
    assert seen == keys
