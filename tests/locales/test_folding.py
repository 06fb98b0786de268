import unicodedata

from locales.folding import fold, strip_marks


def test_folding_drops_marks_case_and_punctuation() -> None:
    assert fold("Kế hoạch số 12/KH-UBND, Đợt 2") == "ke hoach so 12 kh ubnd dot 2"


def test_composed_and_decomposed_text_fold_alike() -> None:
    assert fold(unicodedata.normalize("NFD", "Thủ tục hành chính")) == fold("Thủ tục hành chính")


def test_stripping_marks_keeps_every_character_in_its_place() -> None:
    text = "Trước 16h ngày 08 của Tháng Ba, ĐẾN HẾT quý"
    assert len(strip_marks(text)) == len(text)
    assert strip_marks(text) == "Truoc 16h ngay 08 cua Thang Ba, DEN HET quy"
