from sqlalchemy import Engine

from storage.turns import turn


def test_one_process_at_a_time_has_the_turn(postgres: Engine) -> None:
    with turn(postgres, "telegram:1") as first, turn(postgres, "telegram:1") as second:
        assert (first, second) == (True, False)
    with turn(postgres, "telegram:1") as again, turn(postgres, "telegram:2") as another_bots:
        assert (again, another_bots) == (True, True)


def test_on_sqlite_there_is_one_process(sqlite: Engine) -> None:
    with turn(sqlite, "telegram:1") as mine:
        assert mine
