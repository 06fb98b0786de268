from bot.rendering import _KINDS
from storage.housekeeping import KEPT_KINDS, REMOVED_KINDS


def test_of_every_kind_of_message_it_is_decided_whether_its_rows_are_kept_for_ever() -> None:
    assert sorted([*REMOVED_KINDS, *KEPT_KINDS, "notice"]) == sorted(_KINDS)
