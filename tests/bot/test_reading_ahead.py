"""A plan's file is read before the transaction that answers it."""

from pathlib import Path

from bot.channels import Attachment, Incoming
from bot.reading_ahead import read_ahead
from tests.doubles.office import Chat, document, photo

PLAN = Path(__file__).parents[1] / "data" / "plans" / "quang-khai-2023.csv"


def ahead(chat: Chat, who: str, sent: Attachment | None) -> bool:
    return read_ahead(chat.engine, Incoming("telegram:1", who, "", attachment=sent), now=chat.now)


def test_on_20_11_a_plan_is_read_ahead_for_who_may_import_it_and_for_nobody_else(chat: Chat) -> None:
    plan = document("kh.csv", PLAN.read_bytes())
    assert ahead(chat, "hoa", plan)
    assert ahead(chat, "minh", plan)
    assert not ahead(chat, "lan", plan)
    assert not ahead(chat, "a stranger", plan)


def test_what_is_no_plan_is_left_to_the_answer(chat: Chat) -> None:
    assert not ahead(chat, "hoa", None)
    assert not ahead(chat, "hoa", photo())
    assert not ahead(chat, "hoa", document("bao_cao.pdf"))
    assert not ahead(chat, "hoa", document("ghi_chu.txt", b"hop luc 8 gio"))
