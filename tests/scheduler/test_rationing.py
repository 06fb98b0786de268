"""A month at a bot that may say 3,000 messages to 50 people: planned, delivered and answered day by day."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sqlalchemy import Engine
from sqlmodel import Session, select
from structlog.testing import capture_logs

from bot.channels import Incoming
from bot.channels.exchange import answer
from bot.reception import Reception
from scheduler.calendar import Calendar
from scheduler.delivery import Delivery
from scheduler.lanes import Lane, Limits
from scheduler.messages import Message
from scheduler.planning import plan
from scheduler.rationing import warn
from scheduler.tick import tick
from storage.bots import count_sent, seen, sent_in_month
from storage.claimed import Claimed
from storage.database import reading, transaction
from storage.outbox import NewMessage, put
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import Assignment, MessageState, Occurrence, OutboxMessage, Role, Task
from tests.doubles.counted_channel import CountedChannel

BOT, OFFICE = "zalo:1", Calendar()
DECEMBER = date(2026, 12, 1)
_DAY = timedelta(days=1)


@dataclass
class Province:
    """50 people at one bot, with work that speaks on nearly every working day."""

    engine: Engine
    now: datetime
    channel: CountedChannel = field(default_factory=CountedChannel)
    office_id: int = 0
    people: list[int] = field(default_factory=list)

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        self.now = OFFICE.at(day, time(hour, minute))

    def render(self, _session: Session, rows: Sequence[Claimed], /, *, now: datetime) -> list[Message]:  # noqa: ARG002
        return [Message(f"{row.kind} {row.payload.get('level', '')}", ()) for row in rows]

    async def deliver(self) -> None:
        lanes = {BOT: Lane(BOT, self.channel.send, self.channel.pacer)}
        delivery = Delivery(self.engine, lanes, self.render, lambda: self.now, "a")
        await tick(delivery, plan=plan)
        if limit := self.channel.limits.monthly:
            with transaction(self.engine) as session:
                warn(session, BOT, limit, now=self.now)

    async def answer(self, person: int, update_id: str) -> None:
        reception = Reception(self.engine, lambda *_, **__: Message("Đã ghi nhận."), now=lambda: self.now)
        incoming = Incoming(BOT, f"z{person}", "xong")
        await answer(self.channel, reception, incoming, update_id=update_id, pause=asyncio.sleep)

    def spend(self, messages: int) -> None:
        with transaction(self.engine) as session:
            count_sent(session, [BOT] * messages, now=self.now)

    def say(self, kind: str, key: str, *people: int) -> None:
        with transaction(self.engine) as session:
            put(
                session,
                [
                    NewMessage(self.office_id, one, f"{kind}:{key}:{one}", kind, {}, self.now, self.now)
                    for one in people
                ],
            )

    def sent(self) -> int:
        with reading(self.engine) as session:
            return sent_in_month(session, BOT, now=self.now)

    def days_of(self, text: str) -> dict[str, list[date]]:
        """By chat: the days on which this was heard."""
        found: dict[str, list[date]] = defaultdict(list)
        for one in self.channel.heard.taken:
            if one.message.text.startswith(text) and one.at:
                found[one.address].append(OFFICE.today(one.at))
        return found


def province(engine: Engine, first: date, *, every: int = 4) -> Province:
    """Each of them has something due every so many working days, and hands nothing in."""
    made = Province(engine, OFFICE.at(first, time(7)))
    made.channel.heard.now = lambda: made.now
    with transaction(engine) as session:
        made.office_id = add_office(session, "Sở Nội vụ").office_id
        seen(session, [BOT], now=made.now)
        number = 0
        for n in range(50):
            person = add_person(
                session, made.office_id, f"Người {n}", roles=[Role.FOCAL] if n == 0 else [Role.OFFICIAL]
            )
            link(session, person, bot=BOT, address=f"z{person.id}", now=made.now)
            made.people.append(id_of(person))
            day = OFFICE.add(OFFICE.on_or_after(first), 1 + n % every)
            while day < first + 40 * _DAY:
                number += 1
                _work(session, made.office_id, id_of(person), number, day, now=made.now)
                day = OFFICE.add(day, every)
    return made


def _work(session: Session, office_id: int, person_id: int, number: int, due: date, *, now: datetime) -> None:
    task = Task(office_id=office_id, no=str(number), title="Báo cáo")
    session.add(task)
    session.flush()
    occurrence = Occurrence(office_id=office_id, task_id=id_of(task), ordinal=1, due=due)
    session.add(occurrence)
    session.flush()
    session.add(
        Assignment(
            office_id=office_id,
            number=number,
            task_id=id_of(task),
            occurrence_id=id_of(occurrence),
            post="",
            post_folded="",
            person_id=person_id,
            title="Báo cáo",
            due_printed=due,
            due=due,
            late_after=OFFICE.late_after(due, None, extends=False),
            created_at=now,
        )
    )


def working_days(first: date) -> list[date]:
    last = (first + 31 * _DAY).replace(day=1)
    return [day for n in range((last - first).days) if OFFICE.works(day := first + n * _DAY)]


async def live(office: Province, first: date, *, answers: int) -> None:
    for day in working_days(first):
        office.at(day, 7, 30)
        await office.deliver()
        for hour in range(8, 8 + answers):
            office.at(day, hour)
            office.spend(len(office.people))
        office.at(day, 16)
        office.say("returned", f"{day}", office.people[day.day])
        await office.deliver()


async def test_a_month_of_fifty_talkative_people_lasts_to_its_end(engine: Engine) -> None:
    office = province(engine, DECEMBER)
    with capture_logs() as logs:
        await live(office, DECEMBER, answers=2)
    assert 2_700 < office.sent() <= 3_000
    mornings = office.days_of("morning")
    silent = [OFFICE.distance(one, other) for days in mornings.values() for one, other in pairwise(days)]
    assert len(mornings) == 50
    assert set(silent) == {1, 2, 3, 4}, "merged, and nobody waited for a week"
    assert max(OFFICE.distance(days[-1], DECEMBER.replace(day=31)) for days in mornings.values()) <= 3
    assert sum(map(len, office.days_of("returned").values())) == len(working_days(DECEMBER)), "orders always arrive"
    assert [entry["event"] for entry in logs].count("budget runs low") == 1
    assert list(office.days_of("budget_low low")) == [f"z{office.people[0]}"]
    assert len(office.days_of("budget_low low")[f"z{office.people[0]}"]) == 1


async def test_a_quiet_month_is_as_usual(engine: Engine) -> None:
    office = province(engine, DECEMBER)
    for day in working_days(DECEMBER)[:6]:
        office.at(day, 7, 30)
        await office.deliver()
    with reading(engine) as session:
        rows = session.exec(select(OutboxMessage)).all()
    assert {row.state for row in rows} == {MessageState.SENT}
    assert {OFFICE.today(row.sent_at).isoformat() == row.payload["date"] for row in rows if row.sent_at} == {True}


async def test_what_cannot_wait_goes_on_when_the_rest_is_kept_for_it(engine: Engine) -> None:
    office = province(engine, DECEMBER)
    office.at(date(2026, 12, 10), 7, 30)
    office.spend(2_850)
    office.say("notice", "1", *office.people)
    office.say("clock", "1", *office.people[:3])
    office.say("returned", "1", office.people[4])
    await office.deliver()
    await office.deliver()
    focal = f"z{office.people[0]}"
    assert [text for text in office.channel.heard.texts() if "budget" not in text] == ["returned ", *["clock "] * 3]
    assert office.channel.heard.texts(focal)[1:] == ["budget_low low", "budget_low reserve"]
    office.at(date(2027, 1, 4), 7, 30)  # thứ Sáu 01/01 is a holiday
    await office.deliver()
    assert {len(days) for days in office.days_of("notice").values()} == {1}
    assert len(office.days_of("notice")) == 50
    assert {tuple(days) for days in office.days_of("morning").values()} == {(date(2027, 1, 4),)}, "one for all of it"


async def test_the_last_messages_that_can_wait_are_counted_one_by_one(engine: Engine) -> None:
    office = province(engine, DECEMBER, every=40)
    office.at(date(2026, 12, 10), 9)
    office.spend(2_840)
    office.say("notice", "1", *office.people)
    await office.deliver()
    said = [text for text in office.channel.heard.texts() if "budget" not in text]
    assert said == ["morning "] * 4 + ["notice "] * 6


async def test_a_repeat_is_said_at_once_and_an_answer_counts(engine: Engine) -> None:
    office = province(engine, DECEMBER, every=40)
    office.say("notice", "1", office.people[3])
    office.spend(2_900)
    with transaction(engine) as session:
        session.exec(select(OutboxMessage)).one().again = True
    await office.deliver()
    assert list(office.days_of("notice")) == [f"z{office.people[3]}"]
    before = office.sent()
    await office.answer(office.people[3], "1")
    await office.answer(office.people[3], "1")  # the platform brings it again: no second answer
    assert office.sent() == before + 1


async def test_a_bot_whose_messages_nobody_counts_says_them_all(engine: Engine) -> None:
    office = province(engine, DECEMBER, every=40)
    office.channel = CountedChannel(limits=Limits())
    office.channel.heard.now = lambda: office.now
    office.spend(5_000)
    office.say("notice", "1", *office.people)
    await office.deliver()
    await office.answer(office.people[3], "1")
    assert len(office.days_of("notice")) == 50
    assert office.sent() == 5_000


async def test_a_lane_that_this_process_takes_later_is_counted_too(engine: Engine) -> None:
    office = province(engine, DECEMBER, every=40)
    office.say("notice", "1", office.people[3])
    lanes: dict[str, Lane] = {}
    delivery = Delivery(engine, lanes, office.render, lambda: office.now, "a")
    lanes[BOT] = Lane(BOT, office.channel.send, office.channel.pacer)
    await delivery.drain_all()
    assert office.sent() == 1


async def test_a_message_that_the_platform_takes_as_three_counts_as_three(engine: Engine) -> None:
    office = province(engine, DECEMBER, every=40)
    office.channel.pieces = 3
    office.say("notice", "1", office.people[3])
    await office.deliver()
    await office.answer(office.people[3], "1")
    assert office.sent() == 6
