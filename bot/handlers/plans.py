"""A plan sent in the chat: read, settled row by row, saved; or, a new version of one, compared and applied."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import access
from bot.actions import plan_drafts as actions
from bot.actions.plan_amend import Amended
from bot.actions.plan_drafts import Draft
from bot.actions.refusal import Refusal
from bot.channels import Attachment
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for
from bot.handlers.notices import for_focal
from bot.intents.model import Intent, Reading
from bot.replies import plan_talk as say
from bot.replies.asking import Option, numbers_hint, words_hint
from bot.replies.lines import button
from bot.replies.plan_tables import annotated, as_file, deadline_column
from bot.replies.previews import Preview, preview
from locales import lower_first, text
from locales.folding import fold
from scheduler.messages import Message
from scheduler.plans.model import PlanTask
from scheduler.plans.posts import likeness
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.settling import About, Question, Settled, doubtful_rows, understood, years_off
from storage.people import named_like, posts_of
from storage.rows import id_of
from storage.tables import Person

_PLANS = (".docx", ".xlsx", ".pdf", ".csv", ".txt", ".doc", ".xls")
_NO_PLAN = frozenset({"files.no_plan", "files.unknown", "files.empty", "files.scanned"})
_OFFERED = 2
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_GIVE = re.compile(r"^(?:giao|cho|dong chi|dc)\s+")
# What is typed, from its first word on, where a button says the same.
_TYPED = {
    "thuong xuyen": say.ONGOING,
    "bo dong": say.DROP,
    "giu": say.KEEP,
    "de sau": say.LATER,
    "chua chon": say.LATER,
    "chua co": say.LATER,
    "nhap ngay": say.ASK,
    "ngay khac": say.ASK,
    "nguoi khac": say.ASK,
}


def brings_plan(turn: Turn, sent: Attachment) -> bool:
    """Whether a file without an order is a plan to be looked at: from who may import it, and read as one, or a plan's
    file that something is wrong with."""
    if sent.photo or not actions.may_import(turn.speaker) or not sent.name.lower().endswith(_PLANS):
        return False
    try:
        actions.read_attachment(sent)
    except PlanFileError as error:
        return error.key not in _NO_PLAN
    return True


def import_plan(turn: Turn) -> Message | None:
    """`nhập kế hoạch`, a plan's file, or the next answer about one."""
    if not actions.may_import(turn.speaker):
        raise for_focal(turn, "plan_talk.for_focal")
    if "draft" in turn.slots:
        draft = actions.draft_of(turn.session, turn.speaker, turn.slots["draft"], now=turn.now)
        return _settle(turn, draft) if "settle" in turn.slots else _ordered(turn, draft)
    if turn.incoming.attachment is None:
        return ask_for(turn, "plan_file", turn.view.say("plan_talk.ask_file"))
    try:
        return _start(turn, turn.incoming.attachment)
    except PlanFileError as error:
        return Message(error.sentence())


def _start(turn: Turn, sent: Attachment) -> Message:
    same = actions.same_as_kept(turn.session, turn.speaker, sent)
    if same is not None:
        return Message(say.unchanged(turn.view, actions.saved_at(turn.session, same)))
    draft = actions.start(turn.session, turn.speaker, sent, now=turn.now)
    rows = len(doubtful_rows(draft.questions))
    summary = say.summary(_preview(turn, draft), rows)
    if rows:
        label = text("plan_talk.button.review", count=rows)
        buttons = (say.order(draft.id, "review", label), say.table_button(draft.id), say.drop_button(draft.id))
        acts = (text("plan_talk.act.review", count=rows), text("plan_talk.act.table"), text("plan_talk.act.drop"))
        return Message(summary, buttons, numbers_hint(*acts), menu=True)
    return _next(turn, draft, [] if draft.kept else [summary])


def _preview(turn: Turn, draft: Draft) -> Preview:
    matches = actions.matches_settled(turn.session, draft, today=turn.today)
    return preview(draft.plan, matches, _names(turn), today=turn.today)


def _colleagues(turn: Turn) -> list[Person]:
    return access.colleagues(turn.session, turn.speaker, now=turn.now)


def _names(turn: Turn) -> dict[int, str]:
    return {id_of(person): person.name for person in _colleagues(turn)}


def _ordered(turn: Turn, draft: Draft) -> Message:
    """A button about the plan in hand, or the yes to saving it."""
    ask = turn.slots.get("ask")
    if ask == "save" and turn.confirmed and turn.slots.get("amends") == (draft.kept is not None):
        return _save(turn, draft)
    if ask == "drop":
        return Message(text("plan_talk.dropped", file=draft.document.source))
    if ask == "table":
        return _table(turn, draft)
    if ask == "each" and draft.kept is not None:
        return _changes(turn, draft, each=True)
    return _next(turn, draft, [])


def _next(turn: Turn, draft: Draft, said: Sequence[str]) -> Message:
    """The first thing that is open: a doubtful row, what is past, the yes."""
    if draft.questions:
        return _ask(turn, draft, draft.questions[0], said)
    if draft.kept is not None:
        return _changes(turn, draft, said=said)
    shown = _preview(turn, draft)
    if shown.past and draft.settled.past is None:
        sentence, options = say.ask_past(shown.past)
        return _asking(turn, draft, {"about": "past"}, _joined(said, sentence), options)
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": "save", "amends": False})
    yes = button(text("plan_talk.button.save"), Intent.YES, question=turn.dialogue.ask(order))
    hint = numbers_hint(text("plan_talk.act.save"), text("plan_talk.act.table"))
    sentence = say.ask_save(shown, len(draft.plan.tasks))
    return Message(_joined(said, sentence), (yes, say.table_button(draft.id)), hint, menu=True)


def _joined(said: Sequence[str], sentence: str) -> str:
    """The question goes on behind the last line that closes what was before."""
    done = text("plan_talk.settled.all")
    return "\n".join((*said, sentence)).replace(f"{done}\n", f"{done} ")


def _asking(turn: Turn, draft: Draft, about: dict[str, object], sentence: str, options: Sequence[Option]) -> Message:
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, **about})
    labels = [lower_first(label) for label, _ in options]
    asked = replace(turn, reading=order)
    return ask_for(asked, "settle", sentence, options=options, hint=words_hint(*labels) if labels else "")


def _ask(turn: Turn, draft: Draft, question: Question, said: Sequence[str]) -> Message:
    rows = doubtful_rows(draft.every)
    task = draft.document.tasks[question.at]
    place = rows.index(question.at) + 1 if question.at in rows else 1
    asked = say.Asked(question, task, place, max(len(rows), place))
    people = _likely(turn, draft, question) if question.about in (About.POST, About.NOBODY) else []
    sentence, options = say.question(asked, draft.document.context, people)
    about: dict[str, object] = {"about": question.about.value, "at": question.at, "key": question.key}
    message = _asking(turn, draft, about, "\n".join((*said, sentence)), options)
    if question.about in (About.POST, About.NOBODY):
        return Message(message.text, message.buttons, say.people_hint(people), menu=True)
    return message


def _likely(turn: Turn, draft: Draft, question: Question) -> list[Option]:
    """Who may be meant by a post, the likeliest first."""
    people = _colleagues(turn)
    held = posts_of(turn.session, [id_of(person) for person in people])
    words = question.key if question.about is About.POST else draft.document.tasks[question.at].section_title

    def near(person: Person) -> float:
        return max((likeness(words, post.title) for post in held.get(id_of(person), [])), default=0.0)

    likely = sorted((person for person in people if near(person)), key=near, reverse=True)[:_OFFERED]
    return [say.person_option(person, held.get(id_of(person), []), people) for person in likely]


def _settle(turn: Turn, draft: Draft) -> Message:
    """One answer taken in, and the next question."""
    value = str(turn.slots["settle"])
    if turn.slots["about"] == "past":
        return _next(turn, _kept(turn, draft, _past(draft, value)), [])
    question = Question(About(turn.slots["about"]), turn.slots["at"], turn.slots["key"])
    if question not in draft.every:
        return _next(turn, draft, [])
    task = draft.document.tasks[question.at]
    meant = next((command for words, command in _TYPED.items() if fold(value).startswith(words)), value)
    if meant == say.ASK:
        return _ask_more(turn, draft, question, task)
    settled, sentence = _ANSWERS[question.about](turn, draft, question, meant)
    draft = _kept(turn, draft, settled)
    done = [] if draft.questions else [text("plan_talk.settled.all")]
    return _next(turn, draft, [sentence, *done])


def _kept(turn: Turn, draft: Draft, settled: Settled) -> Draft:
    return actions.settle(turn.session, turn.speaker, draft, settled, now=turn.now)


def _past(draft: Draft, value: str) -> Settled:
    _, options = say.ask_past(0)
    meant = next((code for label, code in options if fold(value) in (fold(label), fold(code))), "left_out")
    return Settled.from_json({**draft.settled.as_json(), "past": meant})


def _ask_more(turn: Turn, draft: Draft, question: Question, task: PlanTask) -> Message:
    """The day, or the name, typed."""
    about: dict[str, object] = {"about": question.about.value, "at": question.at, "key": question.key}
    row = say.row_number(task, question.at)
    if question.about in (About.POST, About.NOBODY):
        return _asking(turn, draft, about, turn.view.say("plan_talk.ask_name", row=row), [])
    return _asking(turn, draft, about, text("plan_talk.ask_day", row=row, year=_year(draft)), [])


def _year(draft: Draft) -> int:
    context = draft.document.context
    return context.plan_year or (context.span[0] if context.span else draft.row.created_at.year)


Answer = tuple[Settled, str]


def _answer_years(_turn: Turn, draft: Draft, _question: Question, value: str) -> Answer:
    years = [int(year) for year in _YEAR.findall(value)]
    if not years or len(years) > 2 or years != sorted(years):
        raise Refusal("plan_talk.bad_years")
    kept = Settled.from_json({**draft.settled.as_json(), "span": [years[0], years[-1]]})
    return kept, text("plan_talk.settled.years", first=years[0], last=years[-1])


def _answer_row(draft: Draft, question: Question, value: str) -> Answer | None:
    """What may be said of any row: leave it out, keep it as it is."""
    row = say.row_number(draft.document.tasks[question.at], question.at)
    if value == say.DROP:
        return draft.settled.with_row(question.key, {"drop": True}), text("plan_talk.settled.dropped", row=row)
    if value == say.KEEP:
        name = "whole" if question.about is About.SHIFTED else "keep"
        return draft.settled.with_row(question.key, {name: True}), text("plan_talk.settled.kept", row=row)
    return None


def _answer_deadline(_turn: Turn, draft: Draft, question: Question, value: str) -> Answer:
    if answer := _answer_row(draft, question, value):
        return answer
    task, context = draft.document.tasks[question.at], draft.document.context
    row = say.row_number(task, question.at)
    off = years_off(task, context)
    if value == say.SHIFT and off is not None:
        settled = draft.settled.with_row(question.key, {"years": off})
    else:
        phrase = text("plan_talk.option.ongoing") if value == say.ONGOING else value
        if understood(phrase, context) is None:
            raise Refusal("plan_talk.bad_day", row=row, year=_year(draft))
        settled = draft.settled.with_row(question.key, {"phrase": phrase})
    return settled, say.deadline_settled(row, settled.schedule_of(task, context))


def _answer_shifted(_turn: Turn, draft: Draft, question: Question, value: str) -> Answer:
    answer = _answer_row(draft, question, value if value == say.DROP else say.KEEP)
    assert answer is not None  # noqa: S101  both are known
    return answer


def _answer_person(turn: Turn, draft: Draft, question: Question, value: str) -> Answer:
    """A button's person, or a name; `để sau` leaves the post open."""
    row = say.row_number(draft.document.tasks[question.at], question.at)
    person = None if value == say.LATER else _person(turn, value)
    settled = draft.settled
    if question.about is About.NOBODY:
        settled = settled.with_row(question.key, {"assignee": person.name if person else ""})
    post = question.key if question.about is About.POST else person.name if person else ""
    settled = settled.with_post(post, id_of(person) if person else 0) if post else settled
    if person is None:
        return settled, text("plan_talk.settled.later", row=row)
    return settled, text("plan_talk.settled.person", row=row, name=person.name)


def _person(turn: Turn, value: str) -> Person:
    people = _colleagues(turn)
    chosen = [person for person in people if value == f"p{person.id}"]
    name = _GIVE.sub("", _GIVE.sub("", fold(value)))
    found = chosen or (named_like(people, name) if name else [])
    if not found:
        raise Refusal("plan_talk.nobody_called", name=value[:60])
    if len(found) > 1:
        raise Refusal("plan_talk.several_called", name=value[:60], count=len(found))
    return found[0]


_ANSWERS = {
    About.YEARS: _answer_years,
    About.DEADLINE: _answer_deadline,
    About.SHIFTED: _answer_shifted,
    About.POST: _answer_person,
    About.NOBODY: _answer_person,
}


def _changes(turn: Turn, draft: Draft, *, said: Sequence[str] = (), each: bool = False) -> Message:
    """A new version of a kept plan: what is different, then yes."""
    assert draft.kept is not None  # noqa: S101  asked of drafts of a kept plan alone
    saved_at = actions.saved_at(turn.session, draft.kept)
    found = actions.foreseen(turn.session, turn.speaker, draft, now=turn.now)
    if found.empty:
        return Message("\n".join((*said, say.unchanged(turn.view, saved_at))))
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": "save", "amends": True})
    question = turn.dialogue.ask(order)
    buttons = (
        button(text("plan_talk.button.apply"), Intent.YES, question=question),
        say.order(draft.id, "each", text("plan_talk.button.each")),
        say.drop_button(draft.id),
    )
    hint = numbers_hint(text("plan_talk.act.apply"), text("plan_talk.act.each"), text("plan_talk.act.drop"))
    words = f"{say.each_change(turn.view, found)}\n{text('plan_talk.ask_apply')}"
    return Message("\n".join((*said, words if each else say.changes(turn.view, found))), buttons, hint, menu=True)


def _save(turn: Turn, draft: Draft) -> Message:
    done = actions.save(turn.session, turn.speaker, draft, now=turn.now)
    if isinstance(done, Amended):
        return Message(say.applied(turn.view, done))
    return Message(say.saved(turn.view, done, actions.work_of(turn.session, done.plan)))


def _table(turn: Turn, draft: Draft) -> Message:
    """The whole plan as an Excel file, and the question that is open."""
    matches = actions.matches_settled(turn.session, draft, today=turn.today)
    content = annotated(draft.plan, matches, _names(turn))
    said = turn.view.say("plan_talk.table", rows=len(draft.plan.tasks), column=deadline_column())
    message = _next(turn, draft, [said])
    return Message(
        message.text, message.buttons, message.hint, files=(as_file(draft.document, content),), menu=message.menu
    )


HANDLERS: Mapping[Intent, Handler] = {Intent.IMPORT_PLAN: import_plan}
