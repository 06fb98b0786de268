import pytest

from bot.intents.secrecy import is_marked_secret


@pytest.mark.parametrize(
    "text",
    [
        "Tuyệt mật",
        "báo cáo Tối mật của xã",
        "TỐI MẬT",
        "gửi anh công văn mật số 12",
        "Độ mật: Mật",
        "MẬT\nKế hoạch diễn tập",
        "(Mật) Kế hoạch diễn tập",
        "văn bản số 12/KH-UBND mật",
        "đóng dấu mật rồi",
        "Mật",
    ],
)
def test_a_mark_of_secrecy_is_seen(text: str) -> None:
    assert is_marked_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        "giữ bí mật giúp em",
        "BÍ MẬT NHÀ NƯỚC",
        "báo cáo mật độ dân số",
        "mật độ xây dựng",
        "đổi mật khẩu",
        "MẬT KHẨU",
        "báo cáo bảo mật thông tin",
        "quan hệ mật thiết",
        "mật ong",
        "tôi mất điện thoại",
        "toi mat dien thoai",
        "xong 12",
        "",
    ],
)
def test_words_that_share_its_syllable_are_no_mark(text: str) -> None:
    assert not is_marked_secret(text)


def test_a_files_name_bears_a_mark_too() -> None:
    assert is_marked_secret("xong 12", "KH_TOI_MAT.pdf")
    assert is_marked_secret("", "Báo cáo (Mật).docx")
    assert not is_marked_secret("", "Bao_cao_mat_do_dan_so.pdf")
