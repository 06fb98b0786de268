"""Rows whose cells were typed one column beside their headings, put back by what the cells say."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from locales.folding import fold
from scheduler.plans.headings import Role
from scheduler.plans.wording import document_like, people_like, time_like

_PEOPLE = (Role.ASSIGNEE, Role.COORDINATOR)
_THINGS = (Role.PRODUCT, Role.ACTIVITY)
_ENOUGH = 2  # how much better the cells must fit before a row is touched
_MOST_COLUMNS = 16  # in wider tables no row is touched


def put_back(texts: Sequence[str], roles: Sequence[Role]) -> list[str] | None:
    """The texts under their own headings; None where they stand right, or where it is not clear that they don't."""
    if len(texts) > _MOST_COLUMNS or not _looks_wrong(texts, roles):
        return None
    here = _fit(texts, roles)
    better = [moved for moved in _moved(texts, roles) if _fit(moved, roles) >= here + _ENOUGH]

    def merit(moved: list[str]) -> tuple[int, int]:
        return _fit(moved, roles), sum(before == after for before, after in zip(texts, moved, strict=True))

    return max(better, key=merit, default=None)


def _looks_wrong(texts: Sequence[str], roles: Sequence[Role]) -> bool:
    placed = list(zip(texts, roles, strict=True))
    dated = any(role is Role.DEADLINE and time_like(text) for text, role in placed)
    return any(
        (role in _PEOPLE and time_like(text))
        or (role in (Role.PRODUCT, Role.OTHER) and time_like(text) and not dated)
        or (role is Role.DEADLINE and people_like(text) and not time_like(text))
        for text, role in placed
    )


def _moved(texts: Sequence[str], roles: Sequence[Role]) -> Iterator[list[str]]:
    """Every way to move the cells from one column on by one place, losing nothing but a text said twice."""
    for k, end in combinations(range(len(texts)), 2):
        if roles[k] is Role.NUMBER:
            continue
        if not texts[end] or fold(texts[end]) == fold(texts[end - 1]):
            yield [*texts[:k], "", *texts[k:end], *texts[end + 1 :]]
        if not texts[k]:
            yield [*texts[:k], *texts[k + 1 : end + 1], "", *texts[end + 1 :]]


def _fit(texts: Sequence[str], roles: Sequence[Role]) -> int:
    return sum(_cell_fit(text, role) for text, role in zip(texts, roles, strict=True))


@lru_cache(maxsize=4_000)
def _cell_fit(text: str, role: Role) -> int:
    if not text:
        return -2 if role is Role.TASK else 0
    when, who = time_like(text), people_like(text)
    if role is Role.DEADLINE:
        return 1 if when else -1
    if role in _PEOPLE:
        return 1 if who else -1
    if role in _THINGS:
        return -1 if (who or when) and not document_like(text) else int(document_like(text))
    return 0
