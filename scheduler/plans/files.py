"""A plan's file → PlanDocument. A format is one more module, named in `_READERS`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from scheduler.plans import docx, package, xlsx
from scheduler.plans.column_roles import Header
from scheduler.plans.columns import find_header
from scheduler.plans.grid import Block, Grid
from scheduler.plans.heading import Heading, annex, person_above, read_heading
from scheduler.plans.lines import lines
from scheduler.plans.model import Context, PlanDocument
from scheduler.plans.people import is_person
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.rows import items
from scheduler.plans.sections import Section, level, split_label
from scheduler.plans.tasks import Table, tasks

MAX_FILE = 30 * 1024 * 1024
# How to know a format by the parts of its package, and how to take it apart.
_Reader = tuple[Callable[[Iterable[str]], bool], Callable[[bytes], tuple[Block, ...]]]
_READERS: tuple[_Reader, ...] = ((docx.recognises, docx.blocks), (xlsx.recognises, xlsx.blocks))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_plan(path: Path, *, year: int | None = None, span: tuple[int, int] | None = None) -> PlanDocument:
    """The plan in a file. `year` and `span` go before what the file says. Raises PlanFileError."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise PlanFileError("files.too_large")
        content = path.read_bytes()
    except OSError as missing:
        raise PlanFileError("files.missing", name=path.name) from missing
    return read_plan_bytes(path.name, content, year=year, span=span)


def read_plan_bytes(
    name: str, content: bytes, *, year: int | None = None, span: tuple[int, int] | None = None
) -> PlanDocument:
    """As `read_plan`, for a file that came through a chat. Raises PlanFileError."""
    if len(content) > MAX_FILE:
        raise PlanFileError("files.too_large")
    blocks = _blocks(content)
    tables, above = _tables(blocks)
    heading = read_heading(above)
    context = _context(heading, year, span)
    found = tasks(tables, context)
    if not found:
        raise PlanFileError("files.empty" if not _says_anything(blocks) else "files.no_plan")
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


def _blocks(content: bytes) -> tuple[Block, ...]:
    """What the file is, by its first bytes and its parts; its name may be wrong."""
    if not content:
        raise PlanFileError("files.empty")
    if content.startswith(_OLE):
        _refuse_old(content)
    if not content.startswith(b"PK"):
        raise PlanFileError("files.unknown")
    parts = package.sizes(content)
    for recognises, blocks in _READERS:
        if recognises(parts):
            return blocks(content)
    raise PlanFileError("files.unknown")


def _refuse_old(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise PlanFileError("files.locked")
    if "WordDocument".encode("utf-16-le") in content:
        raise PlanFileError("files.old_word")
    if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise PlanFileError("files.old_excel")
    raise PlanFileError("files.unknown")


def _context(heading: Heading, year: int | None, span: tuple[int, int] | None) -> Context:
    own_year = year if year is not None else heading.year
    own_span = (
        span
        or heading.span
        or ((heading.year, heading.year) if heading.year and year in (None, heading.year) else None)
    )
    return Context(
        plan_year=own_year,
        span=own_span,
        issued=heading.issued,
        period=heading.period if year in (None, heading.year) else None,
    )


def _says_anything(blocks: Sequence[Block]) -> bool:
    return any(block if isinstance(block, str) else block.texts() for block in blocks)


def _tables(blocks: Sequence[Block]) -> tuple[list[Table], list[str]]:
    """The plan's tables, each with the annex above it, and everything said above the first."""
    found: list[Table] = []
    above: list[str] = []
    since: list[str] = []
    for grid, header, texts in _with_headers(blocks):
        since += texts
        if grid is None or header is None:
            continue
        since += grid.texts_above(header.row)
        read = items(lines(grid, header), header, _section_above(since))
        if not read:
            continue
        above = above or [text for text in since if text]
        label = annex(since) or (found[-1].annex if found and not any(since) else "")
        found.append(Table(header, read, label, label or grid.name, person_above(since) or _person(grid.name)))
        since = []
    return found, above


def _person(name: str) -> str:
    """A sheet may be called after whose it is."""
    return name if is_person(name) else ""


def _section_above(texts: Sequence[str]) -> Section:
    """A section named in the last line over a table: `II. CẢI CÁCH THỂ CHẾ`."""
    last = next((text.split("\n")[-1] for text in reversed(texts) if text), "")
    label, title = split_label(last)
    return Section((level(label, title, ()),)) if label and title else Section()


def _with_headers(blocks: Sequence[Block]) -> Iterator[tuple[Grid | None, Header | None, Sequence[str]]]:
    for block in blocks:
        if isinstance(block, str):
            yield None, None, [block]
            continue
        header = find_header(block)
        yield block, header, [] if header else block.texts()
