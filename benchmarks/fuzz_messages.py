"""Random, mutated and hostile messages through the reader and through the whole answer.

    uv run python benchmarks/fuzz_messages.py [--count 100000] [--seed 5] [--answered 20000]

A quarter is any characters, a quarter words of messages in any order, a quarter known messages mutated, a quarter
attacks (SQL, HTML, control characters, right-to-left text, emoji, 10,000 characters, other languages). Each is read
with 400 open tasks and timed. The first `--answered` of the characters and the attacks, which hold no order, are also
answered in a real office: no exception, and no row of the office may be other than before. Prints one JSON line last;
exits 1 at an exception, a changed row, or a p99 over 20 ms.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import Engine, inspect, text  # noqa: E402

from benchmarks.mutations import any_characters, any_words, mutated  # noqa: E402
from bot.channels import Incoming  # noqa: E402
from bot.conversation import answer  # noqa: E402
from bot.intents import Hearing, Intent, KnownTask, read  # noqa: E402
from storage.database import migrate, open_engine, transaction  # noqa: E402
from storage.people import add_office, add_person, link  # noqa: E402
from storage.tables import Role  # noqa: E402

MOST_MS = 20.0
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
SUBJECTS = ("cải cách hành chính", "chuyển đổi số", "phòng cháy chữa cháy", "giảm nghèo", "tuyển quân",
            "kiểm kê đất đai", "bảo hiểm y tế", "hộ tịch", "an toàn thực phẩm", "tiếp công dân")  # fmt: skip
FORMS = ("Báo cáo kết quả {} quý {}", "Kế hoạch {} năm 202{}", "Rà soát hồ sơ {} đợt {}", "Tuyên truyền {} tháng {}")
TASKS = tuple(
    KnownTask(n, FORMS[n % 4].format(SUBJECTS[n // 4 % 10], n // 40 + 1), date(2026, 12, n % 28 + 1))
    for n in range(1, 401)
)
HEARINGS = tuple(Hearing(date(2026, 11, 20), role, TASKS, 3) for role in ("official", "leader", "focal"))
ATTACKS = (
    "'; DROP TABLE task; --",
    "1 OR 1=1",
    '" OR ""="',
    "SELECT * FROM person; UPDATE task SET due = NULL",
    "<script>alert(document.cookie)</script>",
    "<img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "__import__('os')",
    "../../etc/passwd",
    "%s%s%s%n",
    "\x00\x01\x02\x07",
    "\u202eabc\u202d",
    "\u200b" * 50,
    "😀" * 200,
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "ﷺ" * 60,
    "السلام عليكم كيف حالك",
    "今天天气怎么样",
    "Как дела сегодня",
    "What is the weather in Can Tho today?",
    "a" * 10_000,
    "(" * 5_000,
    "1" * 10_000,
    "https://" + "a" * 3_000,
    "\n" * 4_000,
    "ạ\u0323" * 2_000,
    "=cmd|' /C calc'!A0",
    "@everyone",
)


def texts() -> list[str]:
    files = sorted((ROOT / "tests" / "data").glob("utterances-*.jsonl"))
    return [json.loads(row)["text"] for file in files for row in file.read_text("utf-8").splitlines() if row.strip()]


def messages(count: int, chance: random.Random) -> list[tuple[bool, str]]:
    """Each with whether it may hold a real order, as jumbled words and mutations may: then it may rightly be done."""
    known = [one for one in texts() if one]
    words = [word for one in known for word in one.split()]
    made = []
    for number in range(count):
        match number % 4:
            case 0:
                made.append((False, any_characters(chance)))
            case 1:
                made.append((True, any_words(chance, words)))
            case 2:
                made.append((True, mutated(chance, known)))
            case _:
                made.append((False, " ".join(chance.sample(ATTACKS, k=chance.choice([1, 2, 3])))[:10_000]))
    return made


def office(engine: Engine) -> None:
    with transaction(engine) as session:
        at = add_office(session, "UBND xã Quang Khải").office_id
        for name, role in (("Lan", Role.OFFICIAL), ("Minh", Role.LEADER), ("Hoa", Role.FOCAL)):
            person = add_person(session, at, f"Nguyễn Thị {name}", roles=[role])
            link(session, person, bot="web:1", address=name, now=NOW).consented_at = NOW


def rows_of(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table but the dialogue's own state."""
    names = sorted(set(inspect(engine).get_table_names()) - {"dialogue"})
    with engine.connect() as connection:
        return {name: [str(row) for row in connection.execute(text(f'SELECT * FROM "{name}"'))] for name in names}  # noqa: S608


def answered(engine: Engine, said: list[str]) -> tuple[list[float], list[str]]:
    """Milliseconds of each answer, and what was troublesome."""
    took, troubles = [], []
    for number, one in enumerate(said):
        who = ("Lan", "Minh", "Hoa")[number % 3]
        at = time.perf_counter()
        try:
            with transaction(engine) as session:
                answer(session, Incoming(bot="web:1", address=who, text=one), now=NOW)
        except Exception as failure:  # noqa: BLE001 - any at all is what is looked for
            troubles.append(f"{type(failure).__name__}: {failure} at {one[:120]!a}")
        took.append((time.perf_counter() - at) * 1000)
    return took, troubles


def share(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100)[percent - 1], 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--answered", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    made = messages(asked.count, random.Random(asked.seed))
    took, troubles, intents = [], [], dict.fromkeys(Intent, 0)
    for number, (_, one) in enumerate(made):
        at = time.process_time()
        try:
            intents[read(one, HEARINGS[number % 3]).intent] += 1
        except Exception as failure:  # noqa: BLE001 - any at all is what is looked for
            troubles.append(f"{type(failure).__name__}: {failure} at {one[:120]!a}")
        took.append((time.process_time() - at) * 1000)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'fuzz.db'}")
        migrate(engine)
        office(engine)
        before = rows_of(engine)
        answers, more = answered(engine, [one for order, one in made if not order][: asked.answered])
        troubles += more
        after = rows_of(engine)
        changed = [name for name in before if before[name] != after[name]]
        engine.dispose()
    for trouble in troubles:
        print(trouble)
    summary = {
        "messages": len(made),
        "seed": asked.seed,
        "exceptions": len(troubles),
        "read_p50_ms": share(took, 50),
        "read_p99_ms": share(took, 99),
        "read_slowest_ms": round(max(took), 1),
        "read_unknown": intents[Intent.UNKNOWN],
        "answered": len(answers),
        "answer_p99_ms": share(answers, 99),
        "tables_changed": changed,
    }
    print(json.dumps(summary))
    raise SystemExit(bool(troubles or changed or summary["read_p99_ms"] > MOST_MS))


if __name__ == "__main__":
    main()
