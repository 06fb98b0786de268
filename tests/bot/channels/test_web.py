import asyncio
import logging
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels import Incoming
from bot.channels.pages import asset, page
from bot.channels.web import MAX_TEXT, WebChannel, WebChat, web_app
from bot.channels.web_guard import MAX_FILE
from bot.channels.web_stream import Event, Hub
from scheduler.messages import Button, File, FileToMake, Message, Refused
from storage.database import transaction
from storage.people import add_office, add_person, link

FRIDAY = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 07:30 at the office
MORNING = Message("Đồng chí có 1 việc.", (Button("✅ Xong 12", "mark_done task=12"), Button("Tất cả", "list_tasks")))
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\3\x20\0\0\1\xf4" + bytes(2000)  # 800 × 500


class Bot:
    """Answers as told, and remembers what it heard."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.says: Message | Exception | None = Message("Đã rõ.")

    def __call__(self, session: Session, incoming: Incoming, *, now: datetime) -> Message | None:
        assert session.in_transaction()
        assert now == FRIDAY
        self.heard.append(incoming)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def chat(sqlite: Engine, bot: Bot) -> WebChat:
    """Lan at address 1, Bình of another commune at address 2."""
    with transaction(sqlite) as session:
        for commune, name in (("UBND xã Quang Khải", "Nguyễn Thị Lan"), ("UBND xã Tân Bình", "Phạm Văn Bình")):
            office = add_office(session, commune)
            somebody = add_person(session, office.office_id, name, posts=["Văn phòng - Thống kê"])
            link(session, somebody, bot="web", address=str(somebody.id), now=FRIDAY)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    return WebChat(sqlite, lambda: FRIDAY, bot, Hub(), zone, edition="e1", featured=1)


@pytest.fixture
async def client(chat: WebChat) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(web_app(chat))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        yield client


async def say(client: httpx.AsyncClient, address: str, **form: str) -> dict[str, Any]:
    answer = await client.post(f"/api/chats/{address}", data=form)
    assert answer.status_code == 200, answer.text
    said: dict[str, Any] = answer.json()
    return said


async def lines(client: httpx.AsyncClient, address: str, **query: int) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/chats/{address}", params=query)
    found: list[dict[str, Any]] = answer.json()["lines"]
    return found


async def test_what_is_typed_reaches_the_bot_and_both_lines_are_kept(client: httpx.AsyncClient, bot: Bot) -> None:
    said = await say(client, "1", text=" xong 12 ", nonce="n1")
    assert bot.heard == [Incoming("web", "1", "xong 12")]
    assert said["lines"] == await lines(client, "1")
    assert [(one["author"], one["body"], one["hour"], one["nonce"]) for one in said["lines"]] == [
        ("person", "xong 12", "07:30", "n1"),
        ("bot", "Đã rõ.", "07:30", ""),
    ]
    assert said["lines"][0]["day"] == "thứ Sáu 20/11/2026"


async def test_nothing_is_said_where_the_bot_has_nothing_to_say(client: httpx.AsyncClient, bot: Bot) -> None:
    bot.says = None
    assert [one["author"] for one in (await say(client, "1", text="cảm ơn"))["lines"]] == ["person"]


async def test_a_tap_says_the_buttons_command_and_shows_its_label(
    chat: WebChat, client: httpx.AsyncClient, bot: Bot
) -> None:
    receipt = await WebChannel(chat).send("1", MORNING)
    said = await say(client, "1", line=receipt.platform_id, button="0")
    assert said["lines"][0]["body"] == "✅ Xong 12"
    assert bot.heard == [Incoming("web", "1", "mark_done task=12", tapped=True)]


async def test_a_button_that_was_never_shown_in_this_chat_is_not_found(
    chat: WebChat, client: httpx.AsyncClient, bot: Bot
) -> None:
    receipt = await WebChannel(chat).send("1", MORNING)
    for address, line, button in (
        ("2", receipt.platform_id, "0"),
        ("1", receipt.platform_id, "2"),
        ("1", "x", "0"),
    ):
        answer = await client.post(f"/api/chats/{address}", data={"line": line, "button": button})
        assert answer.status_code == 404
    assert bot.heard == []


async def test_a_file_comes_with_its_words_and_can_be_fetched_again(client: httpx.AsyncClient, bot: Bot) -> None:
    upload = {"file": ("Báo cáo 45.pdf", b"%PDF-1.7 ...", "application/pdf")}
    line = (await client.post("/api/chats/1", data={"text": "minh chứng 12"}, files=upload)).json()["lines"][0]
    attachment = bot.heard[0].attachment
    assert attachment is not None
    assert (attachment.name, attachment.content, attachment.photo) == ("Báo cáo 45.pdf", b"%PDF-1.7 ...", False)
    assert line["file"] == {
        "name": "Báo cáo 45.pdf",
        "size": "1 KB",
        "url": line["file"]["url"],
        "picture": False,
        "pixels": None,
    }
    fetched = await client.get(line["file"]["url"])
    assert fetched.content == b"%PDF-1.7 ..."
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert fetched.headers["content-disposition"].startswith("attachment; filename*=UTF-8''B%C3%A1o")


async def test_a_page_of_html_is_never_shown_as_one(client: httpx.AsyncClient) -> None:
    upload = {"file": ("a.html", b"<script>alert(1)</script>", "text/html")}
    line = (await client.post("/api/chats/1", files=upload)).json()["lines"][0]
    fetched = await client.get(line["file"]["url"])
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert fetched.headers["content-security-policy"].startswith("sandbox")


async def test_a_photo_is_shown_as_a_picture(client: httpx.AsyncClient, bot: Bot) -> None:
    line = (await client.post("/api/chats/1", files={"file": ("bang.png", PNG, "image/png")})).json()["lines"][0]
    assert bot.heard[0].attachment is not None
    assert bot.heard[0].attachment.photo
    assert line["file"]["picture"]
    assert line["file"]["pixels"] == [800, 500]
    assert (await client.get(line["file"]["url"])).headers["content-type"] == "image/png"


async def test_what_is_marked_secret_is_not_kept(client: httpx.AsyncClient, chat: WebChat, bot: Bot) -> None:
    upload = {"file": ("45-TỐI MẬT.pdf", b"%PDF-1.7 ...", "application/pdf")}
    line = (await client.post("/api/chats/1", data={"text": "công văn đây"}, files=upload)).json()["lines"][0]
    assert bot.heard[0].text == "công văn đây"
    assert "không được lưu" in line["body"]
    assert line["file"] is None
    with chat.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM stored_file").scalar_one() == 0
        kept = connection.exec_driver_sql("SELECT body FROM chat_line WHERE author = 'person'").scalar_one()
    assert "công văn" not in kept


async def test_nobody_fetches_a_file_of_another_chat(client: httpx.AsyncClient) -> None:
    line = (await client.post("/api/chats/1", files={"file": ("a.png", PNG, "image/png")})).json()["lines"][0]
    assert (await client.get(f"/api/chats/2/files/{line['id']}")).status_code == 404
    for nothing in ("999", "9" * 30, "x"):
        assert (await client.get(f"/api/chats/1/files/{nothing}")).status_code == 404


async def test_the_same_file_sent_twice_is_kept_once(client: httpx.AsyncClient, chat: WebChat) -> None:
    for _ in range(2):
        await client.post("/api/chats/1", files={"file": ("a.png", PNG, "image/png")})
    with chat.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM stored_file").scalar_one() == 1


async def test_an_error_inside_keeps_the_typed_line_and_answers_calmly(
    client: httpx.AsyncClient, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.says = RuntimeError("the disk is full")
    with caplog.at_level(logging.ERROR):
        said = await say(client, "1", text="xong 12")
    typed, apology = (one["body"] for one in said["lines"])
    assert typed == "xong 12"
    assert "lỗi máy chủ" in apology
    assert await lines(client, "1") == said["lines"]


async def test_a_file_is_made_when_the_answer_is_committed(client: httpx.AsyncClient, chat: WebChat, bot: Bot) -> None:
    def make(_: Session) -> bytes:
        with transaction(chat.engine) as other:
            add_office(other, "UBND xã Hồng Phong")
        return b"x"

    bot.says = Message("Bảng tiến độ", to_make=(FileToMake("a.xlsx", "application/vnd.ms-excel", make),))
    _, table = (await say(client, "1", text="xuất excel"))["lines"]
    assert (table["body"], table["file"]["name"]) == ("Bảng tiến độ", "a.xlsx")
    assert (await client.get(table["file"]["url"])).content == b"x"


async def test_several_files_stand_above_the_words_and_their_buttons(chat: WebChat, client: httpx.AsyncClient) -> None:
    files = (File("a.xlsx", "application/vnd.ms-excel", b"x"), File("b.png", "image/png", PNG))
    await WebChannel(chat).send("1", Message("Bản tin", MORNING.buttons, files=files))
    first, last = await lines(client, "1")
    assert (first["file"]["name"], first["body"], first["buttons"]) == ("a.xlsx", "", [])
    assert (last["file"]["name"], last["body"], last["buttons"]) == ("b.png", "Bản tin", ["✅ Xong 12", "Tất cả"])


async def test_an_address_nobody_ever_had_is_refused(chat: WebChat) -> None:
    with pytest.raises(Refused):
        await WebChannel(chat).send("77", MORNING)


async def test_whoever_listens_hears_a_message_at_once(chat: WebChat) -> None:
    stream = chat.hub.events(idle=lambda: (60.0, Event("clock", {"label": "07:30"})))
    assert (await anext(stream)).startswith(b"retry: 1000\n\nevent: clock\n")
    await WebChannel(chat).send("1", Message("Chào <b>đồng chí</b>\nLan."))
    heard = (await anext(stream)).decode()
    assert heard.startswith("event: line\ndata: {")
    assert r"Chào <b>đồng chí</b>\nLan." in heard
    assert heard.endswith("}\n\n")
    assert heard.count("\n") == 3
    await stream.aclose()


async def test_a_silent_stream_tells_the_time(chat: WebChat) -> None:
    stream = chat.hub.events(idle=lambda: (0.0, Event("clock", {"label": "07:31"})))
    await anext(stream)
    assert b"07:31" in await anext(stream)
    await stream.aclose()


async def test_streams_end_when_the_program_does(chat: WebChat) -> None:
    stream = chat.hub.events(idle=lambda: (60.0, Event("clock", {})))
    await anext(stream)
    waiting = asyncio.ensure_future(anext(stream, None))
    await asyncio.sleep(0)
    chat.hub.close()
    assert await waiting is None


async def test_the_list_names_people_in_order_with_what_was_said_last(client: httpx.AsyncClient) -> None:
    await say(client, "1", text="xin chào")
    lan, binh = (await client.get("/api/state")).json()["people"]
    assert (lan["name"], lan["office"], lan["featured"], lan["said"]) == (
        "Nguyễn Thị Lan",
        "UBND xã Quang Khải",
        True,
        1,
    )
    assert lan["newest"]["body"] == "Đã rõ."
    assert (binh["name"], binh["featured"], binh["said"], binh["newest"]) == ("Phạm Văn Bình", False, 0, None)


async def test_a_chat_shows_only_its_own_lines(client: httpx.AsyncClient) -> None:
    await say(client, "1", text="việc của tôi")
    assert await lines(client, "2") == []
    assert (await client.get("/api/chats/3")).status_code == 404


async def test_a_long_chat_comes_page_by_page(client: httpx.AsyncClient, bot: Bot) -> None:
    bot.says = None
    for n in range(70):
        await say(client, "1", text=f"tin {n}")
    newest = (await client.get("/api/chats/1")).json()
    assert newest["more"]
    assert [one["body"] for one in newest["lines"]] == [f"tin {n}" for n in range(10, 70)]
    older = (await client.get("/api/chats/1", params={"before": newest["lines"][0]["id"]})).json()
    assert not older["more"]
    assert [one["body"] for one in older["lines"]] == [f"tin {n}" for n in range(10)]


async def test_a_foreign_host_is_refused(client: httpx.AsyncClient) -> None:
    for host in ("evil.example", "evil.example:8080", "127.0.0.1.evil.example:8080"):
        assert (await client.get("/api/state", headers={"host": host})).status_code == 421
    assert (await client.get("/api/state", headers={"host": "localhost:8080"})).status_code == 200


async def test_a_post_from_another_site_is_refused(client: httpx.AsyncClient, bot: Bot) -> None:
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
    ):
        assert (await client.post("/api/chats/1", data={"text": "xong 12"}, headers=headers)).status_code == 403
    assert bot.heard == []
    own = {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}
    assert (await client.post("/api/chats/1", data={"text": "xong 12"}, headers=own)).status_code == 200


async def test_a_file_that_is_too_large_is_refused_in_a_sentence(client: httpx.AsyncClient, bot: Bot) -> None:
    answer = await client.post("/api/chats/1", files={"file": ("a.zip", bytes(MAX_FILE + 1), "application/zip")})
    assert answer.status_code == 413
    assert "20 MB" in answer.json()["error"]
    assert bot.heard == []
    assert await lines(client, "1") == []


async def test_a_body_that_never_says_its_length_is_counted(client: httpx.AsyncClient, bot: Bot) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(30):
            yield bytes(1024 * 1024)

    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = await client.post("/api/chats/1", content=body(), headers=headers)
    assert answer.status_code == 413
    assert bot.heard == []


async def test_too_many_words_and_none_at_all_are_refused(client: httpx.AsyncClient, bot: Bot) -> None:
    long = await client.post("/api/chats/1", data={"text": "a" * (MAX_TEXT + 1)})
    assert (long.status_code, "4.000 ký tự" in long.json()["error"]) == (413, True)
    assert (await client.post("/api/chats/1", data={"text": "  "})).status_code == 422
    assert bot.heard == []


async def test_every_answer_carries_the_headers_of_a_closed_page(client: httpx.AsyncClient) -> None:
    for path in ("/", "/page/page.js", "/api/state", "/nowhere"):
        headers = (await client.get(path)).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


async def test_the_page_is_whole_without_a_network(client: httpx.AsyncClient) -> None:
    markup = (await client.get("/")).text
    assert "{{" not in markup
    assert "thứ Sáu 20/11/2026 · 07:30" in markup
    assert "://" not in markup
    for name in ("page.css", "page.js", "chat.js", "composer.js", "people.js", "clock.js", "dom.js", "icon.svg"):
        answer = await client.get(f"/page/{name}")
        assert answer.status_code == 200
        assert set(re.findall(r"https?://([\w.]+)", answer.text)) <= {"www.w3.org"}  # the name of the SVG format
    assert (await client.get("/page/page.html")).status_code == 404


def test_values_cannot_break_out_of_the_page() -> None:
    markup = page({"now": '"><script>x</script>', "edition": "<e>"})
    assert "<script>x" not in markup
    assert asset("../web.py") is None
