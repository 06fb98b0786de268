"""When bytes came to this machine, by its kernel: a double that gets no processor for a while is not told late.

Linux stamps what arrives, from https://docs.kernel.org/networking/timestamping.html; elsewhere it is the moment at
which the bytes are read.
"""

import socket
import struct
import sys
import time

_SO_TIMESTAMPNS = 35  # asm-generic/socket.h: not among Python's names
_STAMP = struct.Struct("@qq")  # struct timespec: seconds, nanoseconds
_ROOM = socket.CMSG_SPACE(_STAMP.size) if sys.platform == "linux" else 0


class Hearing(socket.socket):
    """Listens; its connections note in `heard`, by file number, when what they read last had come (wall clock, s)."""

    heard: dict[int, float]

    @classmethod
    def at(cls, address: tuple[str, int], *, backlog: int, heard: dict[int, float]) -> "Hearing":
        made = cls(fileno=socket.create_server(address, backlog=backlog).detach())
        made.heard = heard
        if _ROOM:
            made.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)  # its connections inherit it
        return made

    def accept(self) -> tuple["Hearing", object]:
        connection, address = super().accept()
        made = type(self)(fileno=connection.detach())
        made.heard = self.heard
        return made, address

    def recv(self, size: int, flags: int = 0) -> bytes:
        if not _ROOM:
            data, stamped = super().recv(size, flags), time.time()
        else:
            data, notes, _, _ = self.recvmsg(size, _ROOM, flags)
            stamped = next((_moment(note) for _, kind, note in notes if kind == _SO_TIMESTAMPNS), time.time())
        self.heard[self.fileno()] = stamped
        return data


def _moment(note: bytes) -> float:
    seconds, nanoseconds = _STAMP.unpack(note)
    return float(seconds) + float(nanoseconds) / 1e9
