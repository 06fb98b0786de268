"""What heads the mornings of focal points: of many offices, in a number of queries that does not grow with them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session

from bot.replies.morning_lines import Overview
from scheduler.calendar import Calendar
from scheduler.digests import week_begins
from storage.accounts import RefusedChat, refused_since
from storage.duties import Duty, Window, unmatched_duties
from storage.people import linked
from storage.recipients import Recipient, people_among, unfinished_among
from storage.rows import id_of


@dataclass(frozen=True)
class Overviews:
    """The overviews of these offices, by their ids. `window`: the duties that can matter; `since`: the earliest moment
    from which one of their focal points hears of a chat that refused us."""

    session: Session
    calendars: Mapping[int, Calendar]
    window: Window
    since: datetime
    now: datetime

    def of(self, office_id: int, *, since: datetime, until: datetime) -> Overview:
        """`since` and `until`: which refusals are told on this morning."""
        today = self.calendars[office_id].today(self.now)
        refused = {
            id_of(person): (person, account.bot)
            for account, person in self._refused
            if account.office_id == office_id and since <= account.refused_at < until
            if person.ended_on is None or person.ended_on > today
        }
        first = Overview(unmatched=self._unmatched.get(office_id, []), refused=list(refused.values()))
        return self._of_a_week(first, office_id, today, said=refused) if office_id in self._weekly else first

    def _of_a_week(self, of: Overview, office_id: int, today: date, *, said: Collection[int]) -> Overview:
        people = [p for p in self._people.get(office_id, []) if p.ended_on is None or p.ended_on > today]
        silent = [p for p in people if id_of(p) not in self._linked and id_of(p) not in said]
        counts = [(p, self._unfinished.get((office_id, id_of(p)), 0)) for p in silent]
        return Overview(
            unmatched=of.unmatched,
            refused=of.refused,
            unlinked=sorted((one for one in counts if one[1]), key=lambda one: -one[1]),
            stopped=[p for p in people if p.stopped_through and p.stopped_through >= today],
        )

    @cached_property
    def _unmatched(self) -> Mapping[int, list[Duty]]:
        return unmatched_duties(self.session, list(self.calendars), self.window)

    @cached_property
    def _refused(self) -> list[tuple[RefusedChat, Recipient]]:
        return refused_since(self.session, list(self.calendars), self.since)

    @cached_property
    def _weekly(self) -> set[int]:
        """The offices whose week begins today."""
        return {id_ for id_, one in self.calendars.items() if week_begins(one.today(self.now), calendar=one)}

    @cached_property
    def _people(self) -> Mapping[int, list[Recipient]]:
        return people_among(self.session, self._weekly)

    @cached_property
    def _linked(self) -> set[int]:
        return linked(self.session, [id_of(person) for people in self._people.values() for person in people])

    @cached_property
    def _unfinished(self) -> Mapping[tuple[int, int], int]:
        return unfinished_among(self.session, self._weekly)
