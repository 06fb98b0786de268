"""One log for us and for every library, on standard error, without secrets: lines for people, or JSON."""

import logging
import re
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Any

import structlog

# A Telegram token, also in the path of an address; a password in a database's address.
_TOKEN = re.compile(r"(?<![0-9])([0-9]{5,16}):[A-Za-z0-9_-]{20,}")
_PASSWORD = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@")
# Each request, with its address: nothing that our own lines do not say better.
_CHATTY = ("httpx", "filelock", "httpcore", "telegram", "apscheduler", "uvicorn.access", "alembic")


def masked(line: str, secrets: Iterable[str] = ()) -> str:
    """The line with each secret, and whatever looks like one, replaced by ***."""
    for secret in secrets:
        line = line.replace(secret, "***")
    return _PASSWORD.sub(r"\1:***@", _TOKEN.sub(r"\1:***", line))


class _Masking(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line: whatever a library, an exception or a traceback put there."""

    def __init__(self, secrets: tuple[str, ...], **options: Any) -> None:
        super().__init__(**options)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record), self._secrets)


def set_up_logs(*, level: str = "info", as_json: bool = False, secrets: tuple[str, ...] = ()) -> None:
    """From here on everything logged goes to standard error; also what nobody caught."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Masking(tuple(secrets), foreign_pre_chain=shared, processors=_rendering(as_json=as_json)),
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _uncaught


def _rendering(*, as_json: bool) -> list[Any]:
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    tail = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()] if as_json else [plain]
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *tail]


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger().critical("not caught", exc_info=(kind, error, trace))
