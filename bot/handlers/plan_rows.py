"""The doubtful rows of a plan in hand, one question at a time: asked, and the answer taken in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import access
from bot.actions import plan_drafts as actions
from bot.actions.plan_drafts import Draft
from bot.actions.refusal import Refusal
from bot.handlers import Turn
from bot.handlers.asking import ask_for
from bot.intents.model import Intent, Reading
from bot.replies import plan_talk as say
from bot.replies.asking import Option, words_hint
from locales import lower_first, text
from locales.folding import fold
from scheduler.messages import Message
from scheduler.plans.posts import likeness
from scheduler.plans.settling import About, Question, Settled, doubtful_rows, understood, years_off
from storage.people import named_like, people_with_role, posts_of
from storage.rows import id_of
from storage.tables import Person, Role

_OFFERED = 2
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_GIVE = re.compile(r"^(?:giao|cho|dong chi|dc)\s+")
# The office itself, or its leaders: printed so where the chair answers.
_LEADERS = re.compile(r"^(?:lanh dao|ubnd|uy ban nhan dan)\b")
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


def ask_past(turn: Turn, draft: Draft, said: Sequence[str], *, count: int) -> Message:
    """What becomes of the deadlines that are past already."""
    sentence, options = say.ask_past(count)
    return _asking(turn, draft, {"about": "past"}, say.joined(said, sentence), options)


def _asking(turn: Turn, draft: Draft, about: dict[str, object], sentence: str, options: Sequence[Option]) -> Message:
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, **about})
    labels = [lower_first(label) for label, _ in options]
    asked = replace(turn, reading=order)
    return ask_for(asked, "settle", sentence, options=options, hint=words_hint(*labels) if labels else "")


def _row(draft: Draft, question: Question) -> str:
    return say.row_words(draft.document.tasks, question.at)


def ask(turn: Turn, draft: Draft, question: Question, said: Sequence[str]) -> Message:
    rows = doubtful_rows(draft.every)
    """The question about one row."""
    task = draft.document.tasks[question.at]
    place = rows.index(question.at) + 1 if question.at in rows else 1
    asked = say.Asked(question, task, _row(draft, question), place, max(len(rows), place))
    people = _likely(turn, draft, question) if question.about in (About.POST, About.NOBODY) else []
    sentence, options = say.question(asked, draft.document.context, people)
    about: dict[str, object] = {"about": question.about.value, "at": question.at, "key": question.key}
    message = _asking(turn, draft, about, "\n".join((*said, sentence)), options)
    if question.about in (About.POST, About.NOBODY):
        return Message(message.text, message.buttons, say.people_hint(people), menu=True)
    return message


def _likely(turn: Turn, draft: Draft, question: Question) -> list[Option]:
    """Who may be meant by a post, the likeliest first."""
    people = access.colleagues(turn.session, turn.speaker, now=turn.now)
    held = posts_of(turn.session, [id_of(person) for person in people])
    words = question.key if question.about is About.POST else draft.document.tasks[question.at].section_title

    def near(person: Person) -> float:
        return max((likeness(words, post.title) for post in held.get(id_of(person), [])), default=0.0)

    likely = sorted((person for person in people if near(person)), key=near, reverse=True)[:_OFFERED]
    if not likely and _LEADERS.search(fold(words)):
        likely = people_with_role(turn.session, turn.speaker.office_id, Role.LEADER)[:_OFFERED]
    return [say.person_option(person, held.get(id_of(person), []), people) for person in likely]


def settle(turn: Turn, draft: Draft) -> tuple[Draft, list[str]] | Message:
    """One answer taken in, and what is said of it; or the question goes on, for the day or the name typed."""
    value = str(turn.slots["settle"])
    if turn.slots["about"] == "past":
        return actions.settle(turn.session, turn.speaker, draft, _past(draft, value), now=turn.now), []
    question = Question(About(turn.slots["about"]), turn.slots["at"], turn.slots["key"])
    if question not in draft.every:
        return draft, []
    meant = next((command for words, command in _TYPED.items() if fold(value).startswith(words)), value)
    if meant == say.ASK:
        return _ask_more(turn, draft, question)
    settled, sentence = _ANSWERS[question.about](turn, draft, question, meant)
    draft = actions.settle(turn.session, turn.speaker, draft, settled, now=turn.now)
    return draft, [sentence] if draft.questions else [sentence, text("plan_talk.settled.all")]


def _past(draft: Draft, value: str) -> Settled:
    _, options = say.ask_past(0)
    meant = next((code for label, code in options if fold(value) in (fold(label), fold(code))), "left_out")
    return Settled.from_json({**draft.settled.as_json(), "past": meant})


def _ask_more(turn: Turn, draft: Draft, question: Question) -> Message:
    """The day, or the name, typed."""
    about: dict[str, object] = {"about": question.about.value, "at": question.at, "key": question.key}
    row = _row(draft, question)
    if question.about in (About.POST, About.NOBODY):
        return _asking(turn, draft, about, turn.view.say("plan_talk.ask_name", row=row), [say.later()])
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
    if len(years) == 1:
        return kept, text("plan_talk.settled.year", year=years[0])
    return kept, text("plan_talk.settled.years", first=years[0], last=years[-1])


def _answer_row(draft: Draft, question: Question, value: str) -> Answer | None:
    """What may be said of any row: leave it out, keep it as it is."""
    row = _row(draft, question)
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
    row = _row(draft, question)
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
    row = _row(draft, question)
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
    people = access.colleagues(turn.session, turn.speaker, now=turn.now)
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
