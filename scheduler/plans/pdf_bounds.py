"""What a PDF may unpack to and draw, counted while pdfminer does so: by itself it knows no bounds.

The filters are those of the PDF reference 1.7, section 7.4.
"""

import os
import zlib
from collections.abc import Iterator
from io import BytesIO
from threading import Thread
from time import process_time, sleep
from typing import Any

import pdfplumber.page
from pdfminer import pdftypes
from pdfminer.lzw import LZWDecoder

from scheduler.plans.pdf_limits import SECONDS, TOO_LONG

MAX_STREAM = 12 * 1024 * 1024
MAX_STREAMS = 96 * 1024 * 1024
MAX_OBJECTS = 300_000  # that one text spells out: dictionaries, lists, names
MAX_CODES = 1_600_000  # of LZW; some 20 s of work
MAX_DRAWN = 25_000  # letters, lines and pictures on one page
_STEP = 256 * 1024
_TABLE = 4096  # codes of twelve bits
_MARKS = (b"<<", b"[", b"/", b"(", b" n")


class TooMuch(Exception):
    """A PDF that would not fit into memory."""


def weigh(text: bytes) -> None:
    """Raises TooMuch where a text spells out more objects than a plan has. Most marks are no objects in packed data."""
    if any(text.count(mark) > MAX_OBJECTS for mark in _MARKS):
        raise TooMuch


class _Stream:
    """What is unpacked of one stream; `spent` of all."""

    spent = 0

    def __init__(self) -> None:
        self.size = 0

    def add(self, piece: bytes) -> bytes:
        self.size += len(piece)
        _Stream.spent += len(piece)
        if self.size > MAX_STREAM or _Stream.spent > MAX_STREAMS:
            raise TooMuch
        return piece


class _Unpacker:
    """A zlib decompressor that counts."""

    def __init__(self) -> None:
        self.stream, self.inner = _Stream(), zlib.decompressobj()

    def pieces(self, packed: bytes) -> Iterator[bytes]:
        while packed and not self.inner.eof:
            yield self.stream.add(self.inner.decompress(packed, _STEP))
            packed = self.inner.unconsumed_tail

    def decompress(self, packed: bytes) -> bytes:
        return b"".join(self.pieces(packed))


class _Zlib:
    """What pdfminer uses of the module."""

    error = zlib.error
    decompressobj = _Unpacker

    @staticmethod
    def decompress(packed: bytes) -> bytes:
        unpacker = _Unpacker()
        whole = unpacker.decompress(packed)
        if not unpacker.inner.eof:
            raise zlib.error
        weigh(whole)
        return whole


def run_length(packed: bytes) -> bytes:
    stream, unpacked, at = _Stream(), bytearray(), 0
    while at < len(packed) and packed[at] != 128:
        length = packed[at]
        one_byte = length > 128
        unpacked += stream.add(
            packed[at + 1 : at + 2] * (257 - length) if one_byte else packed[at + 1 : at + 2 + length]
        )
        at += 2 if one_byte else length + 2
    weigh(whole := bytes(unpacked))
    return whole


def lzw(packed: bytes) -> bytes:
    decoder, stream, pieces = LZWDecoder(BytesIO(packed)), _Stream(), []
    for piece in decoder.run():
        pieces.append(stream.add(piece))
        del decoder.table[_TABLE:]
        if len(pieces) > MAX_CODES:
            raise TooMuch
    weigh(whole := b"".join(pieces))
    return whole


class _Device(pdfplumber.page.PDFPageAggregatorWithMarkedContent):
    """Stops at a page that draws more than a plan's: `tag_cur_item` is called for each thing drawn."""

    drawn = 0

    def tag_cur_item(self) -> None:
        self.drawn += 1
        if self.drawn > MAX_DRAWN:
            raise TooMuch
        super().tag_cur_item()


def install() -> None:
    """For the rest of the process: it reads one PDF."""
    Thread(target=_watch, daemon=True).start()
    replaced: dict[Any, dict[str, Any]] = {
        pdftypes: {"zlib": _Zlib, "rldecode": run_length, "lzwdecode": lzw},
        pdfplumber.page: {"PDFPageAggregatorWithMarkedContent": _Device},
    }
    for module, names in replaced.items():
        vars(module).update(names)


def _watch() -> None:
    """Work is counted, not time that passes: a busy machine refuses no good plan."""
    while process_time() < SECONDS:
        sleep(0.2)
    os._exit(TOO_LONG)
