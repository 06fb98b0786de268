"""A condition on many values is the same words on each database, however many there are."""

import pytest
from sqlalchemy import Engine, select

from storage.among import among
from storage.database import reading, transaction
from storage.people import add_office
from storage.tables import Office, table_of

OFFICE = table_of(Office)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("chosen", [set(), {2}, {1, 3}, range(1, 5000)])
def test_those_are_found_that_are_among_the_ids(engine: Engine, chosen: set[int]) -> None:
    with transaction(engine) as session:
        ids = [add_office(session, f"UBND xã {at}").office_id for at in range(4)]
    with reading(engine) as session:
        found = session.connection().execute(
            select(OFFICE.c.office_id).where(among(OFFICE.c.office_id, "offices")), {"offices": chosen}
        )
        assert set(found.scalars()) == {one for one in ids if one in chosen}
