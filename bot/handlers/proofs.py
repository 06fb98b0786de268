"""Proofs: taking in what a message brings, and using it for tasks."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from bot import access
from bot.actions.proofs import Evidence, attach, current_of, demands, keep, reused
from bot.actions.refusal import Refusal
from bot.actions.tasks import Result, leaders_of, mark_done, owned
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for
from bot.handlers.targets import Found, find, visible_open
from bot.intents.documents import DocumentRef, find_document
from bot.intents.model import Intent, Reading
from bot.replies import proofs as say
from bot.replies import tasks as say_tasks
from scheduler.messages import FileToMake, Message
from storage.proofs import content_of, file_names, files_by_id, proofs_by_id
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Proof
from storage.tasks import unfinished_of

MOST_FILES = 5


def _links(turn: Turn) -> tuple[str, ...]:
    url = turn.slots.get("url", ())
    return (url,) if isinstance(url, str) else tuple(url)


def _document(turn: Turn) -> DocumentRef | None:
    typed = None if turn.incoming.tapped else find_document(turn.incoming.text, turn.today)
    if typed or "document" not in turn.slots:
        return typed
    day = turn.slots.get("document_date")
    return DocumentRef(turn.slots["document"], date.fromisoformat(day) if day else None)


def gather(turn: Turn) -> tuple[Turn, list[Proof]] | Message:
    """Keep what this message brings, with what the order brought before; or ask for a document's day. Raises Refusal.

    The order goes on with `proofs`, the ids of what was kept: it may have to wait for an answer.
    """
    if turn.incoming.attachment and not turn.incoming.attachment.content:
        raise Refusal("proofs.empty_file", name=turn.incoming.attachment.name)
    document, sent = _document(turn), (turn.incoming.attachment,) if turn.incoming.attachment else ()
    unclear = document is not None and (document.date is None or document.date > turn.today)
    evidence = Evidence(_links(turn), None if unclear else document, sent)
    new = keep(turn.session, turn.speaker, evidence, now=turn.now)
    ids = [*turn.slots.get("proofs", ()), *(id_of(proof) for proof in new)]
    turn = turn.without("url", "file", "document", "document_date")
    if ids:
        turn = turn.with_slots(proofs=ids)
    if document and unclear:
        waiting = turn.with_slots(document=document.number)
        return ask_for(waiting, "document_date", say.which_day(document, turn.view).text)
    return turn, proofs_by_id(turn.session, turn.speaker.office_id, turn.speaker.id, ids)


def names_of(turn: Turn, proofs: Sequence[Proof]) -> Mapping[int, str]:
    """The names of the files among these proofs."""
    ids = [proof.file_id for proof in proofs if proof.file_id]
    return file_names(turn.session, ids) if ids else {}


def used_before(turn: Turn, rows: Sequence[Assignment], proofs: Sequence[Proof]) -> Message | None:
    """The question whether a proof that served already is to serve again (promise 5); None where there is none."""
    reuse = None if turn.slots.get("again") else reused(turn.session, turn.speaker, rows, proofs)
    if reuse is None:
        return None
    question = turn.dialogue.ask(turn.with_slots(again=True).reading)
    mine = reuse.row.person_id == turn.speaker.id
    return say.used_before(turn.view, reuse, rows, mine=mine, question=question)


def answer_done(turn: Turn, results: Sequence[Result]) -> Message:
    """What was recorded; where a proof is missing, the next thing sent is taken for it."""
    missing = [result.row.number for result in results if not result.proofs and result.demand.proof]
    numbers = [result.row.number for result in results]
    if missing:
        turn.dialogue.ask(Reading(Intent.MARK_DONE, {"task": missing}), "proof")
    turn.dialogue.done = turn.with_slots(task=numbers).reading
    turn.dialogue.undo = Reading(Intent.UNDO_DONE, {"task": numbers})
    if len(numbers) == 1:
        turn.dialogue.about(numbers[0])
    names = names_of(turn, [proof for result in results for proof in result.proofs])
    return say_tasks.done(turn.view, results, names, leaders_of(turn.session, turn.speaker.office_id))


def _wanting(turn: Turn) -> list[Assignment]:
    """Where a proof that comes without a word belongs: the task spoken of last, else the one that waits for it."""
    rows = unfinished_of(turn.session, turn.speaker.id)
    waiting = [row for row in rows if row.state is AssignmentState.WAITING_PROOF]
    if any(row.number == turn.dialogue.last for row in rows):
        return rows
    if len(waiting) == 1:
        return waiting
    last = [access.assignment(turn.session, turn.speaker, turn.dialogue.last)] if turn.dialogue.last else []
    return [row for row in last if row.person_id == turn.speaker.id] + waiting + [r for r in rows if r not in waiting]


def attach_proof(turn: Turn) -> Message | None:
    """Proof sent without saying that the task is done (samples 25-27)."""
    gathered = gather(turn)
    if isinstance(gathered, Message):
        return gathered
    turn, proofs = gathered
    if proofs and not turn.slots.keys() & {"task", "among"} and not _wanting(turn):
        raise Refusal("proofs.no_task_open")
    found = find(turn, turn.view.say("proofs.for_which"), candidates=_wanting)
    if isinstance(found, Message):
        return found
    turn = turn.with_slots(task=[row.number for row in found.rows])
    owned(turn.speaker, found.rows)
    if not proofs:
        return _ask_for_it(turn, found)
    asked_back = used_before(turn, found.rows, proofs)
    if asked_back:
        return asked_back
    again = bool(turn.slots.get("again"))
    attach(turn.session, turn.speaker, found.rows, proofs, again=again, now=turn.now)
    return _attached(turn, found.rows, proofs)


def _ask_for_it(turn: Turn, found: Found) -> Message:
    turn.dialogue.ask(turn.reading, "proof")
    turn.dialogue.about(found.rows[0].number)
    if len(found.rows) > 1:
        return say.ask_for_proofs(turn.view, found.rows)
    (row,) = found.rows
    return say.ask_for_proof(turn.view, row, demands(turn.session, [row])[id_of(row)])


def _attached(turn: Turn, rows: Sequence[Assignment], proofs: Sequence[Proof]) -> Message:
    waiting = [row for row in rows if row.state is AssignmentState.WAITING_PROOF]
    if waiting:
        return answer_done(turn, mark_done(turn.session, turn.speaker, waiting, now=turn.now))
    names = names_of(turn, proofs)
    turn.dialogue.done, turn.dialogue.undo = turn.reading, None
    turn.dialogue.about(rows[0].number)
    still_open = [row for row in rows if row.state is AssignmentState.OPEN]
    if still_open:
        question = turn.dialogue.ask(
            Reading(Intent.MARK_DONE, {"task": [row.number for row in still_open], "answer": "proved"})
        )
        return say.is_it_done(turn.view, still_open[0], proofs, names, question=question)
    return say.added(turn.view, rows[0], proofs, names)


def not_done_yet(turn: Turn) -> Message:
    """`Chưa xong` to the question under a proof."""
    return Message(turn.view.say("proofs.kept_for_later", numbers=", ".join(map(str, turn.slots["task"]))))


def list_proof(turn: Turn) -> Message | None:
    """Which proof a task has, with its files; or which it needs."""
    found = find(turn, turn.view.say("proofs.see_which"), candidates=visible_open)
    if isinstance(found, Message):
        return found
    row = found.rows[0]
    turn.dialogue.about(row.number)
    proofs = current_of(turn.session, [row])[id_of(row)]
    ids = [proof.file_id for proof in proofs if proof.file_id][:MOST_FILES]
    stored = files_by_id(turn.session, turn.speaker.office_id, ids) if ids else []
    files = [FileToMake(one.name, one.media_type, partial(content_of, file_id=one.id)) for one in stored]
    demand = demands(turn.session, [row])[id_of(row)]
    return say.listing(turn.view, row, demand, proofs, names_of(turn, proofs), files)


def done_later(turn: Turn) -> Message | None:
    """`Gửi sau` under the question for a proof."""
    last = turn.dialogue.last
    row = access.assignment(turn.session, turn.speaker, last) if last else None
    return say.later(turn.view, row if row and row.state is AssignmentState.WAITING_PROOF else None)


def send_other(turn: Turn) -> Message:
    """`Gửi minh chứng khác`: the task goes on waiting for its proof."""
    turn = turn.without("proofs", "again")
    turn.dialogue.ask(turn.reading, "proof")
    return Message(turn.view.say("proofs.send_other", numbers=", ".join(map(str, turn.slots["task"]))))


HANDLERS: Mapping[Intent, Handler] = {
    Intent.ATTACH_PROOF: attach_proof,
    Intent.LIST_PROOF: list_proof,
    Intent.DONE_LATER: done_later,
}
ON_NO: Mapping[Intent, Handler] = {Intent.ATTACH_PROOF: send_other}
