"""The demo as people meet it: the whole program in a process of its own, its page in a real browser."""

import re
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser import DESK, PHONE, chromium, window

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "tests" / "screenshots"
PATIENCE = 30_000  # milliseconds: a machine that runs other tests at the same time
LINK = "https://qlvb.quangkhai.example/vb/88213"


@dataclass
class Demo:
    """`nhacviec demo` on a folder of its own."""

    folder: Path
    port: int = 0
    url: str = ""
    process: "subprocess.Popen[str] | None" = None
    complaints: str = ""
    asked: list[str] = field(default_factory=list)

    def start(self, *options: str) -> None:
        program = [sys.executable, "-c", "from bot.cli import main; main()", "demo", "--no-browser"]
        where = ["--data", str(self.folder), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*program, *where, *options],
            cwd=ROOT,
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.url, self.port = found[0], int(found[1])
                return
        raise AssertionError(self.process.communicate()[1])

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.complaints = self.process.communicate(timeout=30)[1]
        return self.process.returncode


@contextmanager
def running(folder: Path, now: str) -> Iterator[Demo]:
    demo = Demo(folder)
    demo.start("--now", now)
    try:
        yield demo
    finally:
        assert demo.stop() == 0
        assert demo.complaints == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Friday 20/11/2026 at seven; the tests that share it only add to it."""
    with running(tmp_path_factory.mktemp("demo"), "2026-11-20T07:00") as demo:
        yield demo


def page_of(context: BrowserContext, demo: Demo) -> Page:
    """The page, which must ask nobody else for anything and raise no error."""
    page = context.new_page()
    page.on("request", lambda request: demo.asked.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(f"the page raised {error}"))
    page.goto(demo.url)
    expect(page.locator(".person").first).to_be_visible()
    return page


def become(page: Page, name: str) -> None:
    """Choose somebody; on a phone the list is a step back."""
    back = page.locator(".back")
    if back.is_visible():
        back.click()
    someone(page, name).click()
    expect(page.locator("#head-name")).to_contain_text(name)


def someone(page: Page, name: str) -> Locator:
    """A person's entry in the list, by the given name."""
    return page.locator(".person", has=page.locator(".name", has_text=re.compile(f" {name}$")))


def wind(page: Page, button: str) -> None:
    before = page.locator("#now").inner_text()
    page.get_by_role("button", name=button).click()
    expect(page.locator("#now")).not_to_have_text(before, timeout=PATIENCE)
    expect(page.get_by_role("button", name=button)).to_be_enabled(timeout=PATIENCE)
    expect(page.locator("#progress")).to_be_hidden()


def type_line(page: Page, words: str) -> None:
    page.get_by_label("Tin nhắn gửi Nhắc Việc").fill(words)
    page.get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator(".typing")).to_have_count(0)


def last_from_bot(page: Page) -> Locator:
    return page.locator(".line.bot").last


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.evaluate("Promise.all([...document.querySelectorAll('.log img')].map((image) => image.decode()))")
    page.screenshot(path=SHOTS / f"{name}.png")


def test_a_morning_is_answered_counted_and_seen_by_the_leader_but_not_by_a_stranger(
    browser: Browser, tmp_path: Path
) -> None:
    with running(tmp_path, "2026-11-20T07:00") as demo, window(browser, size=PHONE) as context:
        page = page_of(context, demo)
        become(page, "Lan")
        wind(page, "07:30 ngày làm việc kế tiếp")
        expect(last_from_bot(page)).to_contain_text("Chào đồng chí Lan. Thứ Sáu 20/11/2026")
        shoot(page, "story-1-lan-morning")

        done = page.get_by_role("button", name=re.compile("^✅ Xong")).first
        number = done.inner_text().split()[-1]
        done.click()
        expect(last_from_bot(page)).to_contain_text(f"Việc {number} cần minh chứng")
        type_line(page, LINK)
        expect(last_from_bot(page)).to_contain_text(f"Đã ghi nhận việc {number} hoàn thành")
        expect(last_from_bot(page)).to_contain_text("đúng hạn")
        expect(page.locator(".line.person a")).to_have_attribute("href", LINK)
        shoot(page, "story-2-lan-done")

        wind(page, "07:30 ngày làm việc kế tiếp")
        expect(last_from_bot(page)).not_to_contain_text(f"{number}. ")

        become(page, "Minh")
        expect(last_from_bot(page)).to_contain_text("Bản tin thứ Hai 23/11/2026 — UBND xã Quang Khải")
        expect(last_from_bot(page)).to_contain_text("1 việc hoàn thành (1 đúng hạn")
        shoot(page, "story-3-minh-digest")

        become(page, "Bình")
        type_line(page, f"việc {number}")
        type_line(page, "việc của tôi")
        said = " ".join(page.locator(".line.bot").all_inner_texts())
        assert "Tân Bình" in said
        for ours in ("Quang Khải", "Lan", LINK, "Bản tin"):
            assert ours not in said
        shoot(page, "story-4-binh")
        assert [url for url in demo.asked if not url.startswith(demo.url)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [(390, PHONE), (1280, DESK)])
def test_the_page_fits_a_phone_and_a_desk_in_light_and_dark(
    browser: Browser, office: Demo, width: int, size: dict[str, int], scheme: str
) -> None:
    with window(browser, size=size, scheme=scheme) as context:
        page = page_of(context, office)
        shoot(page, f"{width}-{scheme}-people")
        wind(page, "Tua đến 07:30 ngày làm việc kế tiếp")
        for name in ("Lan", "Minh", "Hoa"):
            become(page, name)
            type_line(page, "tình hình" if name == "Minh" else "việc của tôi")
            shoot(page, f"{width}-{scheme}-{name.lower()}")
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        lightness = sum(map(int, re.findall(r"\d+", ground)[:3])) / 3
        assert (lightness > 128) == (scheme == "light")


def test_while_the_clock_is_wound_it_shows_how_far_it_is_and_its_buttons_are_locked(
    browser: Browser, tmp_path: Path
) -> None:
    with running(tmp_path, "2026-12-01T07:00") as demo, window(browser, size={"width": 320, "height": 640}) as context:
        page = page_of(context, demo)
        become(page, "Dũng")
        page.get_by_role("button", name="+1 tháng").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        expect(page.get_by_role("button", name="+1 giờ")).to_be_disabled()
        expect(page.locator("#clock-says")).to_contain_text("Đang tua đến thứ Sáu 01/01/2027 · 07:0")
        expect(page.locator("#now")).to_contain_text("/12/2026 · 07:30")
        expect(last_from_bot(page)).to_contain_text("Chào đồng chí Dũng")
        shoot(page, "320-light-winding")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        expect(page.get_by_role("button", name="+1 giờ")).to_be_enabled(timeout=PATIENCE)
        expect(page.locator("#now")).to_contain_text("thứ Sáu 01/01/2027 · 07:0")


def test_messages_arrive_live_and_unread_counts_move(browser: Browser, office: Demo) -> None:
    with window(browser, size=DESK) as context, window(browser, size=PHONE) as other:
        page, phone = page_of(context, office), page_of(other, office)
        become(page, "Minh")
        become(phone, "Lan")
        before = someone(page, "Lan").locator(".badge").inner_text()
        type_line(phone, "trợ giúp")
        expect(last_from_bot(phone)).to_contain_text("Nhắc Việc là trợ lý tự động")
        expect(someone(page, "Lan").locator(".last")).to_have_text(
            last_from_bot(phone).locator(".words").inner_text().split("\n")[0]
        )
        expect(someone(page, "Lan").locator(".badge")).not_to_have_text(before)
        expect(phone.locator(".person[aria-current] .badge")).to_be_hidden()
        assert page.title().startswith("(")


def test_what_people_type_is_text_and_only_web_addresses_become_links(browser: Browser, office: Demo) -> None:
    hostile = '<img src=x onerror="document.title=1"> javascript:alert(1) (https://a.example/b_(c)). **x**'
    with window(browser, size=DESK) as context:
        page = page_of(context, office)
        become(page, "Sơn")
        type_line(page, hostile)
        line = page.locator(".line.person").last
        assert line.locator(".words").inner_text() == hostile
        assert line.locator("img").count() == 0
        [link] = line.locator("a").all()
        assert link.get_attribute("href") == "https://a.example/b_(c)"
        assert "noopener" in (link.get_attribute("rel") or "")


def test_a_listed_task_is_set_in_and_its_lines_stay_lines(browser: Browser, office: Demo) -> None:
    with window(browser, size=PHONE) as context:
        page = page_of(context, office)
        expect(someone(page, "Hoa").locator(".posts")).to_contain_text("đầu mối")
        become(page, "Lan")
        expect(page.locator("#head-posts .home")).to_be_hidden()
        type_line(page, "1. một\n\n🔴 hai\n🔴 12. ba\nbốn")
        words = page.locator(".line.person .words").last
        assert words.inner_text() == "1. một\n🔴 hai\n🔴 12. ba\nbốn"
        kinds = words.locator(".row").evaluate_all("rows => rows.map(row => row.className.replace('row', '').trim())")
        assert kinds == ["item", "blank", "head", "item", ""]


def test_a_picture_is_shown_and_a_huge_file_is_refused_before_it_is_sent(
    browser: Browser, office: Demo, tmp_path: Path
) -> None:
    photo, huge = tmp_path / "niem-yet.png", tmp_path / "phim.mp4"
    photo.write_bytes(_png(320, 200))
    huge.write_bytes(bytes(20 * 1024 * 1024 + 1))
    with window(browser, size=PHONE) as context:
        page = page_of(context, office)
        become(page, "Oanh")
        page.locator("#file").set_input_files(huge)
        expect(page.get_by_role("alert")).to_contain_text("20 MB")
        page.locator("#file").set_input_files(photo)
        expect(page.get_by_role("alert")).to_be_hidden()
        expect(page.locator("#attached-name")).to_have_text("niem-yet.png")
        page.get_by_role("button", name="Gửi", exact=True).click()
        picture = page.locator(".line.person img")
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
        shoot(page, "390-light-picture")


def test_everything_can_be_done_with_the_keyboard(browser: Browser, office: Demo) -> None:
    with window(browser, size=DESK) as context:
        page = page_of(context, office)
        someone(page, "Hạnh").focus()
        page.keyboard.press("Enter")
        composer = page.get_by_label("Tin nhắn gửi Nhắc Việc")
        expect(composer).to_be_focused()
        page.keyboard.type("dòng một")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("dòng hai")
        page.keyboard.press("Enter")
        expect(page.locator(".line.person .words").last).to_have_text("dòng một\ndòng hai", use_inner_text=True)
        expect(composer).to_have_value("")
        expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
        unnamed = [button for button in page.get_by_role("button").all() if not _name(button)]
        assert unnamed == []


def test_the_colours_can_be_chosen_and_are_remembered(browser: Browser, office: Demo) -> None:
    with window(browser, size=PHONE) as context:
        page = page_of(context, office)
        for theme in ("sáng", "tối"):
            page.locator("#theme").click()
            expect(page.locator("#theme")).to_have_attribute("aria-label", f"Giao diện: {theme}")
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_nothing_jumps_while_the_page_opens_and_messages_arrive(browser: Browser, office: Demo) -> None:
    watch = """window.moved = 0;
        new PerformanceObserver((list) => {
          for (const one of list.getEntries()) if (!one.hadRecentInput) window.moved += one.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    with window(browser, size=DESK) as context:
        context.add_init_script(watch)
        page = page_of(context, office)
        become(page, "Minh")
        wind(page, "Tua đến 07:30 ngày làm việc kế tiếp")
        page.wait_for_timeout(300)
        assert page.evaluate("window.moved") < 0.1


def test_the_program_stops_and_starts_again_and_the_page_goes_on(browser: Browser, tmp_path: Path) -> None:
    with window(browser, size=PHONE) as context, running(tmp_path, "2026-11-20T07:00") as demo:
        page = page_of(context, demo)
        become(page, "Lan")
        type_line(page, "việc của tôi")
        assert demo.stop() == 0
        expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
        page.get_by_label("Tin nhắn gửi Nhắc Việc").fill("trợ giúp")
        page.get_by_role("button", name="Gửi", exact=True).click()
        expect(page.locator(".failed")).to_be_visible()
        shoot(page, "390-light-offline")
        demo.start()
        expect(page.get_by_role("alert")).to_be_hidden(timeout=PATIENCE)
        expect(page.locator(".line.person").first).to_contain_text("việc của tôi")
        page.get_by_role("button", name="Gửi lại").click()
        expect(page.locator(".failed")).to_have_count(0)
        expect(page.locator(".line.person")).to_have_count(2)
        expect(page.locator(".line.bot")).to_have_count(2)


def _name(button: Locator) -> str:
    return (button.get_attribute("aria-label") or button.inner_text()).strip()


def _png(width: int, height: int) -> bytes:
    """A plain grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([128]) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
