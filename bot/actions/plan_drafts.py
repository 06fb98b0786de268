"""A plan's file sent in a chat: kept, settled answer by answer, then saved or applied to the plan that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.plan_amend import Amended, amend_plan, kept_plan
from bot.actions.plan_amend_told import people_to_tell as changed_for
from bot.actions.plan_amend_told import tell_amended
from bot.actions.plan_files import read_file, taken_before
from bot.actions.plans import ImportChoices, Imported, import_plan, matches_of, people_to_tell, tell_people
from bot.actions.posts import choose_holder
from bot.actions.refusal import Refusal
from bot.channels import Attachment
from locales.folding import fold
from scheduler.plans.model import PlanDocument, PlanTask
from scheduler.plans.posts import Match
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.settling import Question, Settled, apply, chosen, offered, questions
from storage.audit import history_of
from storage.plan_drafts import add_draft, draft_held, file_of_draft, last_settled, plan_of_file
from storage.proofs import keep_file
from storage.rows import id_of
from storage.tables import Assignment, PastPolicy, Plan, PlanDraft
from storage.tasks import assignments_at, occurrences_of, tasks_of_plan

_KEPT_READ = 4  # files whose reading is kept in memory between two answers


@dataclass(frozen=True)
class Draft:
    """`document`: as read; `kept`: the plan that it is a new version of; `questions`: what is still open."""

    row: PlanDraft
    document: PlanDocument  # without the obligations of the running text that were not taken
    settled: Settled
    kept: Plan | None
    questions: tuple[Question, ...]
    every: tuple[Question, ...]  # with those that were answered
    offered: tuple[PlanTask, ...]  # obligations of the running text that nothing is decided about
    aside: int  # all of them, with those that were decided

    @property
    def id(self) -> int:
        return id_of(self.row)

    @property
    def pasted(self) -> bool:
        """Whether it came as text: that has no file's name."""
        return "." not in self.document.source

    @property
    def in_table(self) -> tuple[Question, ...]:
        """What is open about the rows of its tables; what the running text asks for comes behind them."""
        return tuple(one for one in self.questions if not self.document.tasks[one.at].candidate)

    @property
    def plan(self) -> PlanDocument:
        return apply(self.document, self.settled)


@lru_cache(maxsize=_KEPT_READ)
def _attempt(name: str, content: bytes, span: tuple[int, int] | None) -> PlanDocument | PlanFileError:
    year = span[0] if span and span[0] == span[1] else None
    try:
        return read_file(name, content, year=year, span=span)
    except PlanFileError as error:
        return error


def _read(name: str, content: bytes, span: tuple[int, int] | None) -> PlanDocument:
    found = _attempt(name, content, span)
    if isinstance(found, PlanFileError):
        raise found.with_traceback(None)
    return found


def may_import(who: Speaker) -> bool:
    return who.oversees


def read_attachment(sent: Attachment) -> PlanDocument:
    """What a file says as a plan, with what its running text asks for. Raises PlanFileError."""
    return _read(sent.name, sent.content, None)


def start(session: Session, who: Speaker, sent: Attachment, *, now: datetime) -> Draft:
    """Keep the file; what was answered about the plan's version before holds for this one. Raises PlanFileError."""
    document = read_attachment(sent)
    kept = kept_plan(session, who.office_id, document)
    settled = Settled.from_json(last_settled(session, kept) if kept else {})
    if kept:
        settled = settled.with_aside(taken_before(session, kept, document), taken=True)
    file = keep_file(session, who.office_id, name=sent.name, media_type=sent.media_type, content=sent.content)
    begun = replace(settled, past=None, rest=False).as_json()
    return _draft(session, add_draft(session, file, person_id=who.id, settled=begun, now=now), today=_today(who, now))


def draft_of(session: Session, who: Speaker, draft_id: int, *, now: datetime) -> Draft:
    """Somebody's own draft that is not saved yet. Raises Refusal."""
    row = draft_held(session, who.office_id, who.id, draft_id)
    if row is None or row.plan_id is not None:
        raise Refusal("plan_talk.no_draft")
    return _draft(session, row, today=_today(who, now))


def settle(session: Session, who: Speaker, draft: Draft, settled: Settled, *, now: datetime) -> Draft:
    """The draft with one more answer."""
    draft.row.settled = settled.as_json()
    session.add(draft.row)
    session.flush()
    return _draft(session, draft.row, today=_today(who, now))


def _today(who: Speaker, now: datetime) -> date:
    return who.calendar.today(now)


def _draft(session: Session, row: PlanDraft, *, today: date) -> Draft:
    file, settled = file_of_draft(session, row), Settled.from_json(row.settled)
    read = _read(file.name, file.content, settled.span)
    document = chosen(read, settled)
    matches = matches_of(session, row.office_id, document, today=today)
    nothing = Settled({}, {}, span=settled.span)
    return Draft(
        row=row,
        document=document,
        settled=settled,
        kept=kept_plan(session, row.office_id, document),
        questions=tuple(questions(document, matches, settled)),
        every=tuple(questions(document, matches, nothing)),
        offered=offered(read, settled),
        aside=sum(task.candidate for task in read.tasks),
    )


def matches_settled(session: Session, draft: Draft, plan: PlanDocument, *, today: date) -> Mapping[str, Match]:
    """Who answers for each post of the plan once the draft is saved."""
    found = matches_of(session, draft.row.office_id, plan, today=today)
    people = draft.settled.posts
    return {post: Match(post, people[fold(post)]) if people.get(fold(post)) else match for post, match in found.items()}


def save(session: Session, who: Speaker, draft: Draft, *, now: datetime) -> Imported | Amended:
    """Save the plan, or apply it to the one that is kept; the people chosen for its posts are kept too."""
    actor, document = who.actor(now), draft.plan
    for post in dict.fromkeys(post for task in document.tasks for post in task.assignees):
        if person_id := draft.settled.posts.get(fold(post)):
            choose_holder(session, post, person_id, actor=actor)
    past = PastPolicy(draft.settled.past) if draft.settled.past else None
    done: Imported | Amended
    if draft.kept is not None:
        done = amend_plan(session, draft.kept, document, actor=actor, past=past)
        draft.row.plan_id = id_of(draft.kept)
    else:
        choices = ImportChoices(past=past or PastPolicy.LEFT_OUT)
        done = import_plan(session, document, actor=actor, choices=choices)
        draft.row.plan_id = id_of(done.plan)
    session.add(draft.row)
    return done


def foreseen(session: Session, who: Speaker, draft: Draft, *, now: datetime) -> Amended:
    """What saving a new version of a kept plan would change; nothing is changed."""
    with session.begin_nested() as attempt:
        found = save(session, who, draft, now=now)
        attempt.rollback()
    session.expire_all()
    assert isinstance(found, Amended)  # noqa: S101  asked of drafts of a kept plan alone
    return found


def same_as_kept(session: Session, who: Speaker, sent: Attachment) -> Plan | None:
    """The plan that was saved from this very file. Raises PlanFileError."""
    return plan_of_file(session, who.office_id, read_attachment(sent).sha256)


def to_tell(session: Session, who: Speaker, draft_id: int, *, amended: bool, now: datetime) -> list[int]:
    """Who would get one message about the plan that this person saved from a draft. Raises Refusal."""
    plan = _saved(session, who, draft_id)
    found = changed_for(session, plan) if amended else people_to_tell(session, work_of(session, plan), now=now)
    return [person_id for person_id in found if person_id != who.id]


def tell(session: Session, who: Speaker, draft_id: int, *, amended: bool, now: datetime) -> int:
    """Tell them; how many. Raises Refusal."""
    plan = _saved(session, who, draft_id)
    people = to_tell(session, who, draft_id, amended=amended, now=now)
    if amended:
        tell_amended(session, plan, actor=who.actor(now))
    else:
        tell_people(session, plan, work_of(session, plan), people, now=now)
    return len(people)


def _saved(session: Session, who: Speaker, draft_id: int) -> Plan:
    row = draft_held(session, who.office_id, who.id, draft_id)
    if row is None or row.plan_id is None:
        raise Refusal("plan_talk.no_draft")
    return session.get_one(Plan, row.plan_id)


def saved_at(session: Session, plan: Plan) -> datetime:
    """When the plan was saved, or amended last."""
    moments = [entry.at for entry in history_of(session, "plan", id_of(plan)) if entry.verb in ("import", "amend")]
    return max(moments, default=plan.imported_at)


def work_of(session: Session, plan: Plan) -> list[Assignment]:
    """Every assignment of a plan."""
    days = occurrences_of(session, [id_of(task) for task in tasks_of_plan(session, id_of(plan))])
    return assignments_at(session, [id_of(day) for day in days])
