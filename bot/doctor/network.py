"""What is asked over the network: each bot's token, the clock, the heartbeat's host, the page of a running program."""

import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from bot.doctor.findings import Finding, fault, moment, well
from bot.settings import Settings
from locales import number, text

_MOST_OFF = timedelta(seconds=60)
_HTTP_OK, _UNAUTHORIZED, _NOT_FOUND = 200, 401, 404


def bots(settings: Settings, *, client: httpx.Client, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Each token, by asking for its bot, and the machine's clock beside the platform's."""
    api, ahead = settings.telegram_api_url, None
    if not settings.telegram_tokens:
        yield fault("bots", text("doctor.no_token"), text("doctor.no_token_set_todo"))
    for token in settings.telegram_tokens:
        number_, _, _ = token.get_secret_value().partition(":")
        try:
            answer = client.get(f"{api}/bot{token.get_secret_value()}/getMe")
        except httpx.HTTPError as error:
            yield _unreachable(f"bot telegram:{number_}", api, error)
            continue
        ahead = _ahead(answer, now()) if ahead is None else ahead
        yield _bot(number_, answer)
    if ahead is not None:
        yield _clock(ahead, now())


def _bot(number_: str, answer: httpx.Response) -> Finding:
    name = f"bot telegram:{number_}"
    if answer.status_code in (_UNAUTHORIZED, _NOT_FOUND):
        return fault(name, text("doctor.token_refused", bot=number_), text("doctor.token_refused_todo"))
    username = _username(answer)
    if username is None:
        said = text("doctor.api_fails", bot=number_, status=answer.status_code)
        return fault(name, said, text("doctor.api_fails_todo"))
    return well(name, text("doctor.bot", bot=number_, username=username))


def _username(answer: httpx.Response) -> str | None:
    try:
        told = answer.json()
    except ValueError:
        return None
    result = told.get("result") if isinstance(told, dict) and told.get("ok") is True else None
    return str(result.get("username", "")) if isinstance(result, dict) else None


def _ahead(answer: httpx.Response, now: datetime) -> timedelta | None:
    """How far the machine's clock is ahead of the one that dated the answer; None where it is undated."""
    try:
        return now - parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError, TypeError):
        return None


def _clock(ahead: timedelta, now: datetime) -> Finding:
    if abs(ahead) <= _MOST_OFF:
        return well("clock", text("doctor.clock", now=moment(now)))
    seconds = number(round(abs(ahead).total_seconds()))
    said = text("doctor.clock_fast" if ahead > timedelta(0) else "doctor.clock_slow", seconds=seconds)
    return fault("clock", said, text("doctor.clock_todo"))


def heartbeat(settings: Settings, *, client: httpx.Client) -> Iterator[Finding]:
    """Only its host is asked: a call of the address itself would say that the program is well."""
    url = settings.heartbeat_url.get_secret_value()
    if not url:
        yield well("heartbeat", text("doctor.no_heartbeat"))
        return
    parts = urlsplit(url)
    host = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    try:
        client.get(host)
    except httpx.HTTPError as error:
        yield _unreachable("heartbeat", host, error)
    else:
        yield well("heartbeat", text("doctor.heartbeat", host=host))


def _unreachable(name: str, host: str, error: httpx.HTTPError) -> Finding:
    said = text("doctor.unreachable", host=host, problem=type(error).__name__)
    return fault(name, said, text("doctor.unreachable_todo", host=urlsplit(host).hostname or host))


def status_page(settings: Settings, *, client: httpx.Client) -> Iterator[Finding]:
    """What a program that runs says of itself; else whether it could have the port."""
    host, port = settings.status_host, settings.status_port
    if not port:
        yield well("status", text("doctor.no_status_page"))
        return
    near = "127.0.0.1" if host in ("", "0.0.0.0") else "[::1]" if host == "::" else host  # noqa: S104
    try:
        answer = client.get(f"http://{near}:{port}/healthz")
        checks = answer.json()["checks"]
    except httpx.ConnectError:
        yield _port(host, port)
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        yield fault("status", text("doctor.port_taken", port=port), text("doctor.port_taken_todo"))
    else:
        yield from _told(checks, port)


def _told(checks: dict[str, dict[str, object]], port: int) -> Iterator[Finding]:
    wrong = [f"{name}: {check['why']}" for name, check in checks.items() if not check["ok"]]
    if not wrong:
        yield well("status", text("doctor.status_well", port=port))
    else:
        yield fault("status", text("doctor.status_faults", faults="; ".join(wrong)), text("doctor.status_faults_todo"))


def _port(host: str, port: int) -> Finding:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        said = text("doctor.port_refused", host=host, port=port, problem=error.strerror or type(error).__name__)
        return fault("status", said, text("doctor.port_taken_todo"))
    return well("status", text("doctor.port_free", port=port))
