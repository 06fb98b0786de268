"""What is known of an exam: when, where, what to bring, which step is whose, the rules (voice.md samples 41, day 8)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.actions.exams import Step
from bot.replies.checklists import cut
from bot.replies.events import in_a_sentence, when_words
from bot.replies.lines import join
from bot.replies.view import View
from locales import text
from scheduler.messages import Button, Message
from storage.tables import Event

_MOST = 5


@dataclass(frozen=True)
class Ask:
    """Whom to ask for what is not entered: `focal` in words; `enters`: the reader may enter it."""

    focal: str
    enters: bool

    def words(self, view: View) -> str:
        return view.say("exams.enter") if self.enters else view.say("exams.ask", focal=self.focal)


def none(view: View, ask: Ask) -> Message:
    said = view.say("exams.none_enter") if ask.enters else view.say("exams.none", focal=ask.focal)
    return Message(said)


def when(view: View, event: Event) -> str:
    moment = when_words(event.day, event.due_time, today=view.today)
    values = {"name": event.name, "when": moment}
    if event.day < view.today:
        return text("exams.past", **values)
    if event.day == view.today:
        said = text("exams.today", **values)
    else:
        said = text("exams.when", left=view.calendar.distance(view.today, event.day), **values)
    return said if event.due_time else f"{said} {text('exams.no_hour')}"


def where(view: View, event: Event, ask: Ask) -> str:
    if not event.place:
        missing = text("exams.no_place", event=in_a_sentence(event.name))
        how = view.say("exams.enter_place", event=in_a_sentence(event.name)) if ask.enters else ask.words(view)
        return f"{missing} {how}"
    moment = when_words(event.day, event.due_time, today=view.today)
    return text("exams.where", place=event.place, when=moment)


def when_and_where(view: View, event: Event, ask: Ask) -> str:
    """Both asked at once: the place without the day said twice."""
    place = text("exams.place", place=event.place) if event.place else where(view, event, ask)
    return "\n".join([when(view, event), place])


def nothing_to_bring(view: View, event: Event, ask: Ask) -> str:
    return f"{text('exams.no_list', event=in_a_sentence(event.name))} {ask.words(view)}"


def no_steps(view: View, event: Event, ask: Ask) -> str:
    return f"{text('exams.no_steps', event=in_a_sentence(event.name))} {ask.words(view)}"


def _lower(words: str) -> str:
    return in_a_sentence(cut(words))


def _minutes(step: Step) -> str:
    return text("exams.minutes", minutes=step.item.minutes) if step.item.minutes else ""


def _named(step: Step) -> str:
    """`bước 1, đặt lịch hẹn nộp hồ sơ, 15 phút`."""
    words = text("exams.step", number=step.number, words=_lower(step.item.body))
    return f"{words}, {_minutes(step)}" if step.item.minutes else words


def _details(step: Step) -> list[str]:
    return [text("exams.detail", words=cut(one)) for one in step.details[:_MOST]]


def my_step(view: View, steps: Sequence[Step], posts: Sequence[str], ask: Ask) -> str:
    if not steps:
        held = view.say("exams.no_step_of_yours", posts=join(list(posts))) if posts else view.say("exams.no_post")
        return f"{held} {ask.words(view)}"
    if len(steps) == 1:
        return "\n".join([view.say("exams.my_step", step=_named(steps[0])), *_details(steps[0])])
    lines = [text("exams.one_of", step=_upper(_named(one)), who=cut("; ".join(one.called))) for one in steps]
    unsure = [] if ask.enters else [view.say("exams.if_unsure", focal=ask.focal)]
    return "\n".join([view.say("exams.my_steps", count=len(steps)), *lines, *unsure])


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def step(found: Step) -> str:
    head = text("exams.step_head", step=_upper(_named(found)))
    who = [text("exams.performed_by", who="; ".join(found.item.who))] if found.item.who else []
    return "\n".join([head, *_details(found), *who])


def no_such_step(number: int, steps: Sequence[Step]) -> str:
    return text("exams.no_such_step", number=number, count=len(steps))


def steps(event: Event, found: Sequence[Step]) -> str:
    lines = [text("exams.step_line", number=one.number, words=_with_minutes(one)) for one in found]
    return "\n".join([text("exams.steps", event=event.name, count=len(found)), *lines])


def _with_minutes(one: Step) -> str:
    return (
        text("exams.timed", words=cut(one.item.body), minutes=_minutes(one)) if one.item.minutes else cut(one.item.body)
    )


def performed_by(view: View, found: Step, names: Sequence[str], ask: Ask) -> str:
    """Who a step is for, as printed, and who that is here."""
    if not found.item.who:
        return f"{text('exams.nobody_named', number=found.number)} {ask.words(view)}"
    said = text("exams.who_performs", number=found.number, who="; ".join(found.item.who))
    return "\n".join([said, text("exams.here", names=join(list(names)))]) if names else said


def takes_part(view: View, event: Event, audience: Sequence[str], ask: Ask) -> str:
    if not audience:
        return f"{text('exams.no_audience', event=in_a_sentence(event.name))} {ask.words(view)}"
    left = len(audience) - _MOST
    lines = [text("exams.detail", words=cut(one)) for one in audience[:_MOST]]
    lines += [text("exams.more", count=left)] if left > 0 else []
    return "\n".join([text("exams.audience", event=event.name), *lines])


def rules(view: View, event: Event, lines: Sequence[str], timed: str, *, asked: bool, ask: Ask) -> str:
    """`asked`: about one thing, which `lines` speak of; `timed`: how long the steps are, in words."""
    said = [*([timed] if timed else []), *(cut(one) + "." for one in lines[:_MOST])]
    if said:
        return "\n".join(said)
    name = in_a_sentence(event.name)
    missing = text("exams.no_such_rule", event=name) if asked else text("exams.no_rules", event=name)
    return f"{missing} {ask.words(view)}"


def step_times(found: Sequence[Step]) -> str:
    """`Mỗi bước 15 phút.`, or each by itself."""
    timed = [one for one in found if one.item.minutes]
    if not timed:
        return ""
    if len(timed) == len(found) and len({one.item.minutes for one in timed}) == 1:
        return text("exams.each_step", minutes=_minutes(timed[0]))
    return "\n".join(text("exams.step_takes", number=one.number, minutes=_minutes(one)) for one in timed)


def overview(lines: Sequence[str], buttons: Sequence[Button] = ()) -> Message:
    return Message("\n".join(lines), tuple(buttons))
