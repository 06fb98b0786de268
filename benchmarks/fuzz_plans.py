"""Mutated plans through the reader: each is read or refused in a sentence, none takes long or fills the memory.

    uv run python benchmarks/fuzz_plans.py [--count 2000] [--seed 3] [--suffixes .docx .pdf …] [--workers 2]

The files of tests/data/plans. Word and Excel are damaged as a package (bytes changed, cut off, parts lost or swapped)
and inside it (XML bytes changed, slices lost or repeated, figures blown up), packed again; PDFs as bytes and inside
their streams; CSVs and dumps in every encoding that is read, their lines lost, repeated and joined. Prints one JSON
line last; exits 1 at a failure that is no PlanFileError, a file that takes over 20 s of work (its own process and those
it starts; `wall_s` is what passes on a busy machine), or a process over 300 MB (where the system tells).
"""

import argparse
import importlib.util
import json
import os
import random
import re
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scheduler.plans.files import read_plan_bytes  # noqa: E402
from scheduler.plans.refusals import PlanFileError  # noqa: E402

MOST_SECONDS = 20.0
MOST_MEGABYTES = 300
SUFFIXES = (".docx", ".xlsx", ".pdf", ".csv", ".txt")
PLANS = ROOT / "tests" / "data" / "plans"
FIGURE = re.compile(rb'"\d+"')
NUMBER = re.compile(rb"\b\d{1,6}\b")
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258")
MOST_TEXT = 4_000_000
BIG = (b'"-1"', b'"0"', b'"99999999"', b'"1e9"', b'""', b'"x"', b'"2147483648"')


class Outcome(NamedTuple):
    """`end`: read, the refusal's key, or a failure's own words."""

    number: int
    name: str
    end: str
    seconds: float  # of work
    wall: float  # seconds that passed
    failed: bool
    megabytes: int  # the most that this process, or one it started, has held so far; 0 where the system does not tell


def _bytes_changed(content: bytes, chance: random.Random, most: int) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, most)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _slice_changed(part: bytes, chance: random.Random) -> bytes:
    """A run between two tags lost, repeated or moved: still near to XML."""
    tags = [match.start() for match in re.finditer(b"<", part)] or [0]
    first = chance.randrange(len(tags))
    last = min(first + chance.choice([1, 3, 20, 200]), len(tags) - 1)
    at, to = tags[first], tags[last]
    match chance.randrange(3):
        case 0:
            return part[:at] + part[to:]
        case 1:
            return part[:to] + part[at:to] * chance.choice([1, 3, 50]) + part[to:]
        case _:
            put = tags[chance.randrange(len(tags))]
            return part[:put] + part[at:to] + part[put:]


def _figures_changed(part: bytes, chance: random.Random) -> bytes:
    """Spans, row numbers, styles and cell references of impossible sizes."""
    return FIGURE.sub(lambda match: chance.choice(BIG) if chance.random() < 0.02 else match.group(), part)


def _part_changed(part: bytes, chance: random.Random) -> bytes:
    if not part:
        return part
    match chance.randrange(4):
        case 0:
            return _bytes_changed(part, chance, 20)
        case 1:
            return _figures_changed(part, chance)
        case 2:
            return part[: chance.randrange(len(part))]
        case _:
            return _slice_changed(part, chance)


def _packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return target.getvalue()


def _pdf_mutated(content: bytes, chance: random.Random) -> bytes:
    """The text inside some streams changed, packed again without a word of their new lengths."""

    def changed(match: re.Match[bytes]) -> bytes:
        if chance.random() > 0.2:
            return match.group()
        try:
            text = zlib.decompress(match[1])
        except zlib.error:
            return match.group()
        text = _numbers_changed(text, chance) if chance.random() < 0.5 else _bytes_changed(text or b" ", chance, 20)
        return b"stream\n" + zlib.compress(text * chance.choice([1, 1, 1, 30])) + b"\nendstream"

    return STREAM.sub(changed, _numbers_changed(content, chance) if chance.random() < 0.2 else content)


def _numbers_changed(text: bytes, chance: random.Random) -> bytes:
    return NUMBER.sub(lambda match: chance.choice(BIG).strip(b'"') if chance.random() < 0.02 else match.group(), text)


def _text_mutated(content: bytes, chance: random.Random) -> bytes:
    """In one of the encodings; whole lines lost, repeated, joined; marks between cells changed."""
    lines = content.decode("utf-8-sig").split("\n")
    for _ in range(chance.choice([0, 1, 5, 40])):
        at, to = sorted(chance.randrange(len(lines) + 1) for _ in range(2))
        match chance.randrange(4):
            case 0:
                del lines[at : min(to, at + 5)]
            case 1:
                again = lines[at : at + 30]
                times = chance.choice([1, 20])
                lines[at:at] = again * min(times, 1 + MOST_TEXT // (20 * sum(map(len, again)) + 1))
            case 2:
                lines[at:to] = [chance.choice(["", " ", ";", '"', "\t"]).join(lines[at:to])]
            case _:
                lines[at:to] = [
                    line.replace(chance.choice(";,\t. "), chance.choice(';,\t\n|"')) for line in lines[at:to]
                ]
        lines = lines or [""]
        if sum(map(len, lines)) > MOST_TEXT:
            break
    encoded = "\n".join(lines)[:MOST_TEXT].encode(chance.choice(ENCODINGS), errors="replace")
    return _bytes_changed(encoded or b" ", chance, 20) if chance.random() < 0.5 else encoded


def _mutated(content: bytes, chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.15:
        return _bytes_changed(content, chance, 50)
    if kind < 0.25:
        return content[: chance.randrange(len(content))]
    if content.startswith(b"PK"):
        return _package_mutated(content, chance, kind)
    return _pdf_mutated(content, chance) if content.startswith(b"%PDF") else _text_mutated(content, chance)


def _package_mutated(content: bytes, chance: random.Random, kind: float) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = list(parts)
    largest = sorted(names, key=lambda name: -len(parts[name]))[:4]
    if kind < 0.32:
        del parts[chance.choice(names)]
    elif kind < 0.37:
        one, other = chance.choice(names), chance.choice(names)
        parts[one], parts[other] = parts[other], parts[one]
    for _ in range(chance.choice([1, 1, 2, 4]) if kind >= 0.32 else 0):
        name = chance.choice(largest if chance.random() < 0.7 else names)
        if name in parts:
            parts[name] = _part_changed(parts[name], chance)
    return _packed(parts)


def _tried(asked: tuple[int, str, int]) -> Outcome:
    number, name, seed = asked
    chance = random.Random(f"{seed} {number}")
    content = _mutated((PLANS / name).read_bytes(), chance)
    began, worked = time.perf_counter(), _worked()
    try:
        end, failed = f"read: {bool(read_plan_bytes(name, content).tasks)}", False
    except PlanFileError as refused:
        end, failed = f"refused: {refused}", False
    except Exception as failure:  # noqa: BLE001 - any at all is what is looked for
        end, failed = f"{type(failure).__name__}: {str(failure)[:200]}", True
    return Outcome(number, name, end, _worked() - worked, time.perf_counter() - began, failed, _megabytes())


def _worked() -> float:
    """Seconds of work of this process and of those it started and that ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _megabytes() -> int:
    if importlib.util.find_spec("resource") is None:
        return 0
    resource = importlib.import_module("resource")
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(int(resource.getrusage(one).ru_maxrss) for one in whose) // 1024


def outcomes(names: Sequence[str], *, count: int, seed: int, workers: int) -> Iterator[Outcome]:
    asked = [(number, names[number % len(names)], seed) for number in range(count)]
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_tried, asked, chunksize=10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--suffixes", nargs="+", default=SUFFIXES)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    names = sorted(path.name for path in PLANS.iterdir() if path.suffix in asked.suffixes)
    ends: Counter[str] = Counter()
    slowest, longest, most, troubles = 0.0, 0.0, 0, 0
    began = time.perf_counter()
    for each in outcomes(names, count=asked.count, seed=asked.seed, workers=asked.workers):
        slowest, longest = max(slowest, each.seconds), max(longest, each.wall)
        filled = each.megabytes > max(most, MOST_MEGABYTES)
        most = max(most, each.megabytes)
        ends["failed" if each.failed else each.end] += 1
        if each.failed or filled or each.seconds > MOST_SECONDS:
            troubles += 1
            print(json.dumps(each._asdict(), ensure_ascii=False))
    summary = {
        "files": asked.count,
        "seed": asked.seed,
        "troubles": troubles,
        "slowest_s": round(slowest, 2),
        "slowest_wall_s": round(longest, 2),
        "most_mb": most,
        "ends": dict(ends.most_common()),
        "seconds": round(time.perf_counter() - began, 1),
    }
    print(json.dumps(summary, ensure_ascii=False))
    raise SystemExit(bool(troubles))


if __name__ == "__main__":
    main()
