"""A plan's file → PlanDocument. A format is one more module, named in `_READERS`."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

from scheduler.plans import csv, docx, dump, package, pdf, prose, xlsx
from scheduler.plans.decoding import decoded
from scheduler.plans.grid import Block
from scheduler.plans.heading import Heading, read_heading
from scheduler.plans.headings import Role
from scheduler.plans.model import Context, PlanDocument
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.tables import plan_tables
from scheduler.plans.tasks import tasks

MAX_FILE = 30 * 1024 * 1024
# How to know a format by the parts of its package, and how to take it apart.
_Reader = tuple[Callable[[Iterable[str]], bool], Callable[[bytes], tuple[Block, ...]]]
_READERS: tuple[_Reader, ...] = ((docx.recognises, docx.blocks), (xlsx.recognises, xlsx.blocks))
# Texts that other programs write, often under the name of a workbook.
_TEXTS = (
    (re.compile(r"\s*\{\\rtf"), "files.rich_text"),
    (re.compile(r"\s*<(?:!doctype|html|head|meta|table|\?xml)\b", re.IGNORECASE), "files.web_page"),
)
# The stamp of a state secret at a document's head.
_SECRET = re.compile(r"\W*(?:độ mật\s*:\s*)?(?:(?:tối|tuyệt) )?mật\W*", re.IGNORECASE)
_HEAD = 40  # lines
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_plan(
    path: Path, *, year: int | None = None, span: tuple[int, int] | None = None, candidates: bool = False
) -> PlanDocument:
    """The plan in a file. `year` and `span` go before what the file says. Raises PlanFileError.

    With `candidates`, the obligations of its running text come behind the rows of its tables, if it has any.
    """
    return read_plan_bytes(path.name, content_of(path), year=year, span=span, candidates=candidates)


def content_of(path: Path) -> bytes:
    """The bytes of a file that is small enough to read. Raises PlanFileError."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise PlanFileError("files.too_large")
        return path.read_bytes()
    except OSError as missing:
        raise PlanFileError("files.missing", name=path.name) from missing


def read_plan_bytes(
    name: str,
    content: bytes,
    *,
    year: int | None = None,
    span: tuple[int, int] | None = None,
    candidates: bool = False,
) -> PlanDocument:
    """As `read_plan`, for a file that came through a chat. Raises PlanFileError."""
    if len(content) > MAX_FILE:
        raise PlanFileError("files.too_large")
    blocks = blocks_of(content)
    tables = plan_tables(blocks)
    running = [block for block in blocks if isinstance(block, str)] if candidates else []
    above = tables.above or running
    heading = read_heading(above, [c.heading for t in tables.found[:1] for c in t.header.of(Role.DEADLINE)])
    context = _context(heading, year, span)
    found = prose.beside(tasks(tables.found, context), prose.candidates(running, context))
    if not found:
        raise PlanFileError(_why_nothing(blocks, content))
    return PlanDocument(
        source=name,
        sha256=sha256(content).hexdigest(),
        title=heading.title or Path(name).stem,
        number=heading.number,
        issued=heading.issued,
        issuer=heading.issuer,
        context=context,
        tasks=found,
    )


def blocks_of(content: bytes) -> tuple[Block, ...]:
    """What the file is, by its first bytes and its parts; its name may be wrong. Raises PlanFileError."""
    if not content:
        raise PlanFileError("files.empty")
    blocks = _blocks(content)
    if any(_SECRET.fullmatch(line) for line in islice(_lines_alone(blocks), _HEAD)):
        raise PlanFileError("files.secret")
    return blocks


def _blocks(content: bytes) -> tuple[Block, ...]:
    if content.startswith(_OLE):
        _refuse_old(content)
    if content.startswith(b"PK"):
        return _packaged(content)
    return pdf.blocks(content) if pdf.recognises(content) else _written(content)


def _packaged(content: bytes) -> tuple[Block, ...]:
    parts = package.sizes(content)
    for recognises, blocks in _READERS:
        if recognises(parts):
            return blocks(content)
    raise PlanFileError("files.unknown")


def _written(content: bytes) -> tuple[Block, ...]:
    text = decoded(content)
    if text is None:
        raise PlanFileError("files.unknown")
    for mark, key in _TEXTS:
        if mark.match(text):
            raise PlanFileError(key)
    table = csv.table(text)
    return (table,) if table else dump.blocks(text)


def _refuse_old(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PlanFileError("files.locked")
    if "WordDocument".encode("utf-16-le") in content:
        raise PlanFileError("files.old_word")
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise PlanFileError("files.old_excel")
    raise PlanFileError("files.unknown")


def _context(heading: Heading, year: int | None, span: tuple[int, int] | None) -> Context:
    as_printed = year is None or year == heading.year
    own_span = (heading.year, heading.year) if heading.year and as_printed else None
    return Context(
        plan_year=heading.year if year is None else year,
        span=span or heading.span or own_span,
        issued=heading.issued,
        period=heading.period if as_printed else None,
    )


def _lines_alone(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of the running text, and cells that stand alone in their row."""
    for block in blocks:
        if isinstance(block, str):
            yield from map(str.strip, block.splitlines())
        else:
            rows = (block.starting_in(r) for r in range(min(len(block.rows), _HEAD)))
            said = ([cell.text for cell in row if cell.text] for row in rows)
            yield from (texts[0] for texts in said if len(texts) == 1)


def _why_nothing(blocks: Sequence[Block], content: bytes) -> str:
    """The key of the sentence about a file without a plan."""
    if not _says_anything(blocks):
        return "files.empty"
    return "files.formulas" if content.startswith(b"PK") and xlsx.has_open_formulas(content) else "files.no_plan"


def _says_anything(blocks: Sequence[Block]) -> bool:
    return any(block.strip() if isinstance(block, str) else block.texts() for block in blocks)
