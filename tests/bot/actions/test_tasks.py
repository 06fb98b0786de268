"""What a leader's word does to work that was said to be done, and to the requests about it."""

from datetime import date

from storage.people import office_of
from storage.tables import AssignmentState, Extension, ExtensionState
from tests.doubles.office import Chat


def _claimed_with_a_request(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-20", products=["báo cáo"])
    chat("lan", "gia hạn 12 đến 30/11 vì chờ số liệu")
    chat("lan", "1")
    chat.at("2026-11-23 08:00")("lan", "xong 12")


def _request(chat: Chat) -> ExtensionState:
    states: list[ExtensionState] = []
    chat.change(lambda session: states.append(session.get_one(Extension, 1).state))
    return states[0]


def test_a_request_is_withdrawn_when_the_proof_is_waived(chat: Chat) -> None:
    _claimed_with_a_request(chat)
    chat("minh", "accept_task task=12", tapped=True)
    assert _request(chat) is ExtensionState.WITHDRAWN
    chat("minh", "duyệt 12")
    assert chat.row(12).due == date(2026, 11, 20)
    assert chat.row(12).submitted_at is not None


def test_a_waiver_taken_back_leaves_the_work_waiting_for_its_proof(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-20", products=["báo cáo"])
    chat("lan", "xong 12")
    chat("minh", "accept_task task=12", tapped=True)
    chat("minh", "hoàn tác")
    row = chat.row(12)
    assert (row.state, row.submitted_at, row.accepted_at) == (AssignmentState.WAITING_PROOF, None, None)
    assert row.claimed_at is not None
    chat.at("2026-11-20 09:00")("lan", "minh chứng 12 https://xa.gov.vn/bc-12")
    assert (chat.state(12), chat.row(12).submitted_at) == (AssignmentState.DONE, chat.now)


def test_an_approval_is_not_taken_back_once_the_work_was_handed_in(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-20")
    chat("lan", "gia hạn 12 đến 30/11 vì chờ số liệu")
    chat("lan", "1")
    chat("minh", "duyệt 12")
    chat.at("2026-11-27 08:00")("lan", "xong 12")
    mark = chat.row(12).late_after
    chat("minh", "hoàn tác")
    assert (chat.row(12).due, chat.row(12).late_after) == (date(2026, 11, 30), mark)
    assert _request(chat) is ExtensionState.APPROVED


def test_more_time_for_what_was_past_at_import_brings_its_reminders_back(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-10-30")
    _left_out(chat, 12)
    chat("lan", "gia hạn 12 đến 30/11 vì chờ số liệu")
    chat("lan", "1")
    chat("minh", "duyệt 12")
    assert (chat.row(12).reminds, chat.row(12).counted) == (True, True)
    chat("minh", "hoàn tác")
    assert (chat.row(12).due, chat.row(12).reminds, chat.row(12).counted) == (date(2026, 10, 30), False, False)


def _left_out(chat: Chat, number: int) -> None:
    row = chat.row(number)
    row.reminds = row.counted = False
    chat.change(lambda session: session.add(session.merge(row)))


def test_a_moved_day_off_is_late_as_the_office_says(chat: Chat) -> None:
    chat.change(lambda session: setattr(office_of(session, chat.office_id), "day_off_extends", True))
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-20")
    chat("lan", "gia hạn 12 đến 29/11 vì chờ số liệu")
    chat("lan", "1")
    chat("minh", "duyệt 12")
    assert chat.row(12).late_after == chat.at("2026-12-01 00:00").now
