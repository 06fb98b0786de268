"""Chats that are nobody's yet: code, consent, greeting (samples 01 to 05, day 10)."""

from bot.access import speaker
from bot.channels import Incoming
from storage.database import reading
from storage.people import account_at, accounts_of
from storage.tables import AccountState
from tests.doubles.office import Chat

STRANGER = (
    "Đây là Nhắc Việc, trợ lý tự động nhắc việc cho cán bộ, công chức. Để bắt đầu, anh/chị gửi mã liên kết "
    "gồm 6 ký tự do đầu mối của đơn vị cấp. Kênh này không tiếp nhận hồ sơ của người dân."
)
WRONG = "Mã này không dùng được. Anh/chị kiểm tra lại 6 ký tự hoặc xin mã mới từ đầu mối của đơn vị."


def test_a_stranger_hears_what_this_is_and_no_name(chat: Chat) -> None:
    for typed in ("chào", "việc 12", "ai trễ", "/start", "1", "xong 12 https://xa.gov.vn"):
        assert chat("son", typed).text == STRANGER


def test_a_code_a_consent_and_the_greeting(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25")
    chat.code("lan", "K7M2QP")
    said = chat("lan-moi", "mã k7m2qp")
    assert said.text.startswith(
        "Đây là Nhắc Việc, trợ lý tự động của UBND xã Quang Khải. "
        "Theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, xin đồng chí đọc các nội dung sau trước khi bắt đầu:\n"
        "- Lưu gì: họ tên, chức danh, đơn vị, số điện thoại và ngày sinh nếu danh sách của đơn vị có, "
        "mã tài khoản Telegram"
    )
    assert said.says("Tin nhắn đi qua Telegram, máy chủ đặt ngoài Việt Nam.")
    assert said.text.endswith("\nĐồng chí có đồng ý không?")
    assert (said.buttons, said.hint) == (["Đồng ý", "Không đồng ý"], "Trả lời 1 nếu đồng ý, 2 nếu không đồng ý.")
    said = chat("lan-moi", "1")
    assert said.text == (
        "Chào đồng chí Lan. Đã liên kết tài khoản Telegram này với Nguyễn Thị Lan, "
        "công chức Văn phòng - Thống kê, UBND xã Quang Khải.\n"
        "Đồng chí có 2 việc chưa hoàn thành, trong đó 1 việc quá hạn. Lời nhắc được gửi lúc 07:30 các ngày làm việc.\n"
        'Nếu thông tin chưa đúng, đồng chí nhắn "không phải".'
    )
    assert said.buttons == ["Xem việc của tôi", "Đổi giờ nhắc", "Trợ giúp"]
    assert said.hint == 'Trả lời "việc của tôi", "đổi giờ nhắc" hoặc "trợ giúp".'
    assert chat("lan-moi", "12").says("Việc 12.")


def test_a_code_serves_once(chat: Chat) -> None:
    chat.code("lan", "K7M2QP")
    chat("moi", "K7M2QP")
    chat("moi", "đồng ý")
    assert chat("khac", "K7M2QP").text == WRONG


def test_consent_refused_links_nothing_and_the_code_stays_good(chat: Chat) -> None:
    chat.code("lan", "K7M2QP")
    chat("moi", "/start K7M2QP")
    assert chat.tap("moi", "Không đồng ý").text == (
        "Đã rõ. Tài khoản này không được liên kết và nội dung trò chuyện không được lưu. Việc của đồng chí vẫn được "
        "giao theo cách hiện nay. Khi muốn bắt đầu, đồng chí nhắn lại mã."
    )
    assert chat("moi", "việc của tôi").text == STRANGER
    chat("moi", "K7M2QP")
    assert chat("moi", "vâng").says("Chào đồng chí Lan.")


def test_a_wrong_code_and_one_that_ran_out_sound_the_same(chat: Chat) -> None:
    chat.code("lan", "K7M2QP", hours=1)
    assert chat("moi", "K7M2PQ").text == WRONG
    assert chat.at("2026-11-20 08:42")("moi", "K7M2QP").text == WRONG


def test_five_wrong_codes_close_the_door_for_a_while(chat: Chat) -> None:
    chat.code("lan", "K7M2QP")
    for code in ("A1A1A1", "A1A1A2", "A1A1A3", "A1A1A4"):
        assert chat("moi", code).text == WRONG
    assert chat.at("2026-11-20 09:10")("moi", "A1A1A5").text == "Đã nhập sai 5 lần. Anh/chị thử lại từ 09:40."
    assert chat("moi", "K7M2QP").text == "Đã nhập sai 5 lần. Anh/chị thử lại từ 09:40."
    assert chat("moi", "chào").text == STRANGER
    assert chat.at("2026-11-20 09:40")("moi", "K7M2QP").says("Đồng chí có đồng ý không?")


def test_the_wrong_person_says_so_and_the_chat_is_nobodys_again(chat: Chat) -> None:
    chat.code("lan", "K7M2QP")
    chat("moi", "K7M2QP")
    chat("moi", "1")
    assert chat("moi", "không").says("Hiện không có câu hỏi nào đang chờ")
    assert chat("moi", "không phải").text == (
        "Đã bỏ liên kết tài khoản này. Anh/chị báo đồng chí Hoa (đầu mối) để nhận mã đúng."
    )
    assert chat("moi", "việc của tôi").text == STRANGER
    with reading(chat.engine) as session:
        assert account_at(session, "telegram:1", "moi") is None
        assert account_at(session, "telegram:1", "lan") is not None


def test_linking_is_in_the_audit_log_with_the_consent(chat: Chat) -> None:
    chat.code("lan", "K7M2QP")
    chat("moi", "K7M2QP")
    chat("moi", "1")
    with reading(chat.engine) as session:
        account = account_at(session, "telegram:1", "moi")
    assert account is not None
    assert account.consented_at == chat.now
    assert account.state is AccountState.ACTIVE
    (entry,) = chat.history("account", account.id or 0)
    assert (entry.verb, entry.channel, entry.actor_id) == ("link_account", "telegram", chat.people["lan"])


def test_a_linked_chat_may_take_another_code(chat: Chat) -> None:
    chat.code("tuan", "H4T9WD")
    assert chat("lan", "H4T9WD").says("Đồng chí có đồng ý không?")
    assert chat("lan", "1").says("Chào đồng chí Tuấn.")
    assert chat("lan", "tôi là ai").says("Phạm Anh Tuấn")


def test_who_left_the_office_is_a_stranger(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    person = chat.person("lan")
    person.ended_on = chat.now.date()
    chat.change(lambda session: session.add(person))
    assert chat("lan", "việc của tôi").text == STRANGER
    with reading(chat.engine) as session:
        assert speaker(session, Incoming("telegram:1", "lan", ""), now=chat.now) is None


def test_a_further_platform_asks_shortly_and_which_one_goes_first(chat: Chat) -> None:
    chat.code("lan", "H4T9WD")
    said = chat.on("zalo:1", "lan-zalo", "H4T9WD")
    assert said.text == (
        "Đồng chí Lan đã đồng ý lưu dữ liệu lúc 07:42 hôm nay, khi liên kết Telegram. Tin nhắn đi qua Zalo. "
        "Đồng chí có đồng ý liên kết thêm Zalo không?"
    )
    said = chat.on("zalo:1", "lan-zalo", "1")
    assert said.text == "Đã liên kết thêm Zalo. Đồng chí muốn nhận lời nhắc qua kênh nào?"
    assert said.buttons == ["Telegram", "Zalo"]
    assert chat.on("zalo:1", "lan-zalo", "zalo").text == (
        "Lời nhắc được gửi qua Zalo. Khi Zalo không gửi được, Nhắc Việc dùng Telegram."
    )
    with reading(chat.engine) as session:
        assert [account.bot for account in accounts_of(session, chat.people["lan"])] == ["zalo:1", "telegram:1"]


def test_no_to_another_code_leaves_the_chat_as_it_was(chat: Chat) -> None:
    chat.code("tuan", "H4T9WD")
    chat("lan", "H4T9WD")
    assert chat("lan", "2").text == "Đã rõ. Tài khoản này vẫn liên kết như cũ."
    assert chat("lan", "tôi là ai").says("Nguyễn Thị Lan")
