"""When bytes came to this machine, by its kernel: a double that gets no processor for a while is not told late.

Linux stamps what arrives (https://docs.kernel.org/networking/timestamping.html). Elsewhere nothing is noted, and what
comes is dated when it is understood.
"""

import socket
import struct
import sys

_SO_TIMESTAMPNS = 35  # asm-generic/socket.h: not among Python's names
_STAMP = struct.Struct("@ll")  # struct timespec: seconds, nanoseconds
_ROOM = socket.CMSG_SPACE(_STAMP.size) if sys.platform == "linux" else 0


class Hearing(socket.socket):
    """Listens; its connections note in `heard`, by file number, when what they read last had come (wall clock, s).

    The first bytes after the first of these was made may have no stamp: the kernel begins a little later.
    """

    heard: dict[int, float]

    @classmethod
    def at(cls, address: tuple[str, int], *, heard: dict[int, float]) -> "Hearing":
        made = _as(cls, socket.create_server(address), heard)
        if _ROOM:
            made.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)  # its connections inherit it
        return made

    def accept(self) -> tuple["Hearing", object]:
        connection, address = super().accept()
        return _as(type(self), connection, self.heard), address

    def recv(self, size: int, flags: int = 0) -> bytes:
        if not _ROOM:
            return super().recv(size, flags)
        data, notes, _, _ = self.recvmsg(size, _ROOM, flags)
        if data:
            self.heard.pop(self.fileno(), None)
            self.heard.update((self.fileno(), _moment(note)) for _, kind, note in notes if kind == _SO_TIMESTAMPNS)
        return data


def _as(kind: type[Hearing], plain: socket.socket, heard: dict[int, float]) -> Hearing:
    family, type_, protocol = plain.family, plain.type, plain.proto
    made = kind(family, type_, protocol, fileno=plain.detach())
    made.heard = heard
    return made


def _moment(note: bytes) -> float:
    seconds, nanoseconds = _STAMP.unpack(note)
    return float(seconds) + float(nanoseconds) / 1e9
