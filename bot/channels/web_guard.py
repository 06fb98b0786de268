"""What every request to the page must pass, and the headers of every answer.

The page is for this machine's own browser: a foreign Host (DNS rebinding), a post from another site, and a body
that is too large are refused before anything else is read.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from locales import text

MAX_FILE = 20 * 1024 * 1024  # bytes
_MAX_BODY = MAX_FILE + 64 * 1024
_OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})
_READS = frozenset({"GET", "HEAD"})
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def refused(_request: Request, error: Exception) -> Response:
    """An HTTPException as JSON: `{"error": a sentence}`."""
    if not isinstance(error, HTTPException):
        raise error
    return JSONResponse({"error": error.detail}, error.status_code)


class Guard:
    """ASGI middleware around the whole page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _refusal(scope) or self.app
        await answer(scope, _counted(receive), _with_headers(send))


def _refusal(scope: Scope) -> Response | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if host.rsplit(":", 1)[0] not in _OWN_HOSTS:
        return JSONResponse({"error": text("web.error.host")}, 421)
    if scope["method"] not in _READS and not _from_own_page(headers, host):
        return JSONResponse({"error": text("web.error.origin")}, 403)
    if int(headers.get("content-length", "0")) > _MAX_BODY:
        return JSONResponse({"error": text("web.error.too_big")}, 413)
    return None


def _from_own_page(headers: Headers, host: str) -> bool:
    """Browsers say where a post comes from; what says nothing is no browser, and no page made it."""
    own_origin = headers.get("origin") in (None, f"http://{host}")
    return own_origin and headers.get("sec-fetch-site") in (None, "same-origin")


def _counted(receive: Receive) -> Receive:
    """`receive`, refusing a body that grows too large without having said so."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > _MAX_BODY:
            raise HTTPException(413, text("web.error.too_big"))
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent
