"""PDFs that are made to fill the memory: each gets one sentence, soon."""

import time
import zlib
from collections.abc import Callable, Sequence

import pytest

from scheduler.plans.files import read_plan_bytes
from scheduler.plans.refusals import PlanFileError

MILLION = 1_000_000
FONTS = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def flate(text: bytes) -> bytes:
    return zlib.compress(text, 9)


def run_length(count: int) -> bytes:
    """`count` spaces, 128 in two bytes."""
    return b"\x81 " * (count // 128) + b"\x80"


def lzw(codes: int) -> bytes:
    """Ever longer runs of one letter: each code is the one that is just being added; cleared at twelve bits."""
    bits: list[str] = []
    table = 0
    for _ in range(codes):
        if table in (0, 4094):
            bits.append(format(256, "b").zfill(9 if table == 0 else 12))
            table = 258
            bits.append(format(32, "b").zfill(9))
            continue
        width = 9 if table < 511 else 10 if table < 1023 else 11 if table < 2047 else 12
        bits.append(format(table, "b").zfill(width))
        table += 1
    joined = "".join(bits)
    return int(joined.ljust(-len(joined) // 8 * -8, "0"), 2).to_bytes(-(-len(joined) // 8))


def stream(packed: bytes, *filters: str, more: str = "") -> bytes:
    names = " ".join(f"/{name}" for name in filters)
    head = f"<< /Length {len(packed)} /Filter [{names}] {more} >>".encode()
    return head + b"\nstream\n" + packed + b"\nendstream"


def document(contents: bytes, *others: bytes, kids: str = "3 0 R", resources: str = "") -> bytes:
    """One page with the content stream 4 0 R; further objects from 5 on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 1 >>".encode(),
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << {FONTS} {resources} >> >>".encode(),
        contents,
        *others,
    ]
    return whole(objects)


def whole(objects: Sequence[bytes]) -> bytes:
    body, places = bytearray(b"%PDF-1.7\n"), []
    for number, thing in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n" % number + thing + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return bytes(body) + tail + b"startxref\n%d\n%%%%EOF\n" % len(body)


LETTERS = b"BT /F 4 Tf (" + b"a" * 200 + b") Tj ET "


def many_letters() -> bytes:
    """Forms that draw forms that draw forms: 20 × 20 × 20 × 200 letters."""
    inner = [stream(flate(LETTERS), "FlateDecode", more=form(""))]
    inner += [stream(flate(b"/X Do " * 20), "FlateDecode", more=form(f"/X {5 + i} 0 R")) for i in range(3)]
    return document(stream(flate(b"/X Do "), "FlateDecode"), *inner, resources="/XObject << /X 8 0 R >>")


def form(drawn: str) -> str:
    return f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << {FONTS} /XObject << {drawn} >> >>"


def many_pages(count: int) -> bytes:
    kids = " ".join(f"{5 + i} 0 R" for i in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return document(stream(flate(b" "), "FlateDecode"), *[page] * count, kids=kids)


def object_stream(text: bytes, *filters: str, packed: bytes | None = None) -> bytes:
    """The page's contents are said to lie in a stream of objects, which pdfminer has to take apart to find them."""
    body = b"%PDF-1.7\n"
    holder = len(body)
    body += b"1 0 obj\n" + stream(packed or flate(text), *filters, more="/Type /ObjStm /N 1 /First 4") + b"\nendobj\n"
    at = len(body)
    rows = [(0, 0, 255), (1, holder, 0), (2, 1, 0), (1, at, 0)]
    table = flate(b"".join(bytes([kind]) + place.to_bytes(4) + bytes([rest]) for kind, place, rest in rows))
    body += b"3 0 obj\n" + stream(table, "FlateDecode", more="/Type /XRef /W [1 4 1] /Size 4 /Root 2 0 R")
    return body + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % at


BOMBS: dict[str, Callable[[], bytes]] = {
    "flate": lambda: document(stream(flate(b" " * 60 * MILLION), "FlateDecode")),
    "flate three times": lambda: document(
        stream(flate(flate(flate(b" " * 300 * MILLION))), "FlateDecode", "FlateDecode", "FlateDecode")
    ),
    "run length": lambda: document(stream(run_length(200 * MILLION), "RunLengthDecode")),
    "run length in flate": lambda: document(stream(flate(run_length(400 * MILLION)), "FlateDecode", "RunLengthDecode")),
    "lzw": lambda: document(stream(lzw(20_000), "LZWDecode")),
    "letters drawn by forms in forms": many_letters,
    "twenty thousand pages": lambda: many_pages(20_000),
    "a hundred thousand pages": lambda: many_pages(100_000),
    "objects in a stream": lambda: object_stream(b"2 0 " + b"<<>>" * 2 * MILLION, "FlateDecode"),
    "a stream of objects packed three times": lambda: object_stream(
        b"",
        "FlateDecode",
        "FlateDecode",
        "FlateDecode",
        packed=flate(flate(flate(b"2 0 " + b"<< /Type /Catalog >>" + b" " * 200 * MILLION))),
    ),
    "a list of dictionaries": lambda: document(stream(b"", "FlateDecode"), b"[" + b"<<>>" * MILLION + b"]"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_pdf_that_would_fill_the_memory_is_refused_soon(name: str) -> None:
    content = BOMBS[name]()
    began = time.monotonic()
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("x.pdf", content)
    assert refused.value.key == "files.too_large"
    assert time.monotonic() - began < 20


def test_an_lzw_stream_that_is_none_is_read_or_refused() -> None:
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("x.pdf", document(stream(b"\xff" * MILLION, "LZWDecode")))
    assert refused.value.key in ("files.damaged", "files.empty")
