"""The zip that a .docx or .xlsx is: only named parts are taken out of it, and never more than a plan can need."""

import zipfile
import zlib
from io import BytesIO

from docx.oxml.parser import parse_xml
from lxml import etree

from scheduler.plans.refusals import PlanFileError

MAX_PART = 12 * 1024 * 1024
MAX_TAGS = 800_000  # a tag is an object to its parser, however short
MAX_TOTAL = 200 * 1024 * 1024
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def sizes(content: bytes) -> dict[str, int]:
    """The parts of a package and their unpacked sizes in bytes. Raises PlanFileError: damaged, locked, too large."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as damage:
        raise PlanFileError("files.damaged") from damage
    if any(part.flag_bits & 1 for part in parts):
        raise PlanFileError("files.locked")
    if sum(part.file_size for part in parts) > MAX_TOTAL:
        raise PlanFileError("files.too_large")
    return {part.filename: part.file_size for part in parts}


def part(content: bytes, name: str) -> bytes:
    """One part, unpacked. Raises PlanFileError."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            found = package.read(name) if package.getinfo(name).file_size <= MAX_PART else None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, NotImplementedError) as damage:
        raise PlanFileError("files.damaged") from damage
    if found is None or found.count(b"<") > MAX_TAGS:
        raise PlanFileError("files.too_large")
    return found


def xml(content: bytes, name: str) -> etree._Element:
    """One part as XML; entities and outside files are never followed. Raises PlanFileError."""
    try:
        root: etree._Element = parse_xml(part(content, name))
    except etree.XMLSyntaxError as damage:
        raise PlanFileError("files.damaged") from damage
    return root


def main_part(content: bytes) -> str:
    """The name of the part that holds the document itself. Raises PlanFileError."""
    kinds = (f"{_OFFICE}/officeDocument", f"{_STRICT}/officeDocument")
    for relation in xml(content, "_rels/.rels").iter(f"{_PACKAGE}Relationship"):
        if relation.get("Type") in kinds:
            return str(relation.get("Target", "")).lstrip("/")
    raise PlanFileError("files.damaged")
