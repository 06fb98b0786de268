"""What is said of proofs (voice.md samples 23-27)."""

from collections.abc import Mapping, Sequence

from bot.actions.proofs import Demand, Reuse
from bot.intents.documents import DocumentRef
from bot.intents.model import Intent
from bot.replies.asking import numbers_hint, words_hint, yes_or_no
from bot.replies.lines import button
from bot.replies.view import View
from locales import full_day, lower_first, text
from locales.folding import fold
from scheduler.messages import FileToMake, Message
from storage.tables import Assignment, AssignmentState, Proof, ProofKind

Names = Mapping[int, str]  # a stored file's name, by its id


def document_words(proof: Proof) -> str:
    if proof.document_date is None:
        return text("proofs.document_undated", number=proof.value)
    return text("proofs.document", number=proof.value, day=full_day(proof.document_date))


def proof_words(proofs: Sequence[Proof], names: Names) -> str:
    """`văn bản số 45/BC-UBND ngày 20/11/2026; 1 đường dẫn; 2 ảnh; KH_tuyen_truyen.pdf`."""
    kinds = [proof.kind for proof in proofs]
    words = [document_words(proof) for proof in proofs if proof.kind is ProofKind.DOCUMENT]
    if links := kinds.count(ProofKind.LINK):
        words.append(text("proofs.links", count=links))
    if photos := kinds.count(ProofKind.PHOTO):
        words.append(text("proofs.photos", count=photos))
    words += [names.get(proof.file_id or 0, "") for proof in proofs if proof.kind is ProofKind.FILE]
    return "; ".join(words)


def product_words(demand: Demand) -> str:
    return "; ".join(lower_first(product) for product in demand.products)


def _example(demand: Demand, view: View) -> str:
    """A document's number as this product would have one."""
    named = fold(" ".join(demand.products))
    codes = {**_LETTERS, "quyet dinh": text("proofs.letters.decision")}
    letters = next((code for words, code in codes.items() if words in named), "BC")
    return text("proofs.example", letters=letters, day=full_day(view.today))


_LETTERS = {"ke hoach": "KH", "thong bao": "TB", "to trinh": "TTr"}


def ask_for_proof(view: View, row: Assignment, demand: Demand) -> Message:
    """A task that was said to be done, or whose proof is to be sent: what is wanted, and how (sample 23).

    That it is recorded then is promised only where it was said to be done.
    """
    product = product_words(demand)
    if not product:
        sentence = view.say("proofs.ask_any", number=row.number)
    elif "anh" in fold(product).split():
        sentence = view.say("proofs.ask_photo", number=row.number, product=product)
    else:
        sentence = view.say("proofs.ask", number=row.number, product=product, example=_example(demand, view))
        if row.state is AssignmentState.WAITING_PROOF:
            sentence = f"{sentence} {view.say('proofs.then_recorded')}"
    return Message(sentence, (button(text("proofs.button.later"), Intent.DONE_LATER),), later_hint())


def ask_for_proofs(view: View, rows: Sequence[Assignment]) -> Message:
    """The same of several tasks at once."""
    numbers = ", ".join(str(row.number) for row in rows)
    sentence = view.say("proofs.ask_several", numbers=numbers, day=full_day(view.today))
    return Message(sentence, (button(text("proofs.button.later"), Intent.DONE_LATER),), later_hint())


def later_hint() -> str:
    return words_hint(text("proofs.typed.later"))


def later(view: View, row: Assignment | None) -> Message:
    """The proof comes later."""
    if row is None:
        return Message(view.say("proofs.later_any"))
    return Message(view.say("proofs.later", number=row.number, deadline=view.deadline(row)))


def added(view: View, row: Assignment, proofs: Sequence[Proof], names: Names) -> Message:
    """A further proof of what is recorded already (sample 26)."""
    return Message(view.say("proofs.added", number=row.number, proofs=proof_words(proofs, names)))


def is_it_done(view: View, row: Assignment, proofs: Sequence[Proof], names: Names, *, question: int) -> Message:
    """A proof came for a task that nobody said was done (sample 25)."""
    sentence = view.say("proofs.is_it_done", number=row.number, proofs=proof_words(proofs, names))
    done = text("proofs.button.done", number=row.number)
    return yes_or_no(
        sentence, question, yes=done, no=text("proofs.button.not_done"), hint=text("proofs.hint.is_it_done")
    )


def which_day(document: DocumentRef, view: View) -> Message:
    """A document without its day, or with one that has not come (sample 26)."""
    if document.date is None:
        return Message(view.say("proofs.which_day", number=document.number))
    return Message(view.say("proofs.day_to_come", number=document.number, day=full_day(document.date)))


def used_before(view: View, reuse: Reuse, rows: Sequence[Assignment], *, mine: bool, question: int) -> Message:
    """The same proof served already (sample 27); another's task is not named."""
    numbers = ", ".join(str(row.number) for row in rows)
    thing = _thing(reuse.proof)
    key = {
        True: view.say("proofs.used_before", proof=thing, other=reuse.row.number, number=numbers),
        False: view.say("proofs.used_elsewhere", proof=thing, number=numbers),
    }
    hint = numbers_hint(text("proofs.act.use_both"), text("proofs.act.send_other"))
    yes, no = text("proofs.button.use_both"), text("proofs.button.send_other")
    return yes_or_no(key[mine], question, yes=yes, no=no, hint=hint)


def _thing(proof: Proof) -> str:
    if proof.kind is ProofKind.DOCUMENT:
        words = document_words(proof)
        return words[:1].upper() + words[1:]
    kinds = {
        ProofKind.LINK: text("proofs.this_link"),
        ProofKind.PHOTO: text("proofs.this_photo"),
        ProofKind.FILE: text("proofs.this_file"),
    }
    return kinds[proof.kind]


def listing(
    view: View, row: Assignment, demand: Demand, proofs: Sequence[Proof], names: Names, files: Sequence[FileToMake]
) -> Message:
    """Which proof a task has, its links on lines of their own, its files with it; or which it needs."""
    buttons = (button(text("tasks.button.send_proof"), Intent.ATTACH_PROOF, task=row.number),)
    hint = words_hint(text("tasks.typed.proof", number=row.number))
    if not proofs:
        key = view.say("proofs.none_asked", number=row.number)
        if demand.products:
            key = view.say("proofs.none_yet", number=row.number, product=product_words(demand))
        return Message(key, buttons, hint) if row.person_id == view.person.id else Message(key)
    lines = [view.say("proofs.has", number=row.number, proofs=proof_words(proofs, names))]
    lines += [proof.value for proof in proofs if proof.kind is ProofKind.LINK]
    return Message("\n".join(lines), to_make=tuple(files))
