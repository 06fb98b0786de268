"""With real sockets: proxies, and whom to trust."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import httpx
import pytest
import trustme

from bot.channels.connecting import Host, authorities, proxy_to
from bot.channels.connection import Patience, pooled, unsent
from tests.doubles.sockets import Serve, answer, kindly, request_from, server, unheard

PATIENCE = Patience(connect=5, read=5, pool=5)
LAN = "Basic bGFuOm1hdC1raGF1"  # lan:mat-khau


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secured(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture(autouse=True)
def trusting_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "http_proxy", "https_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("no_proxy", "nobody.test")
    authorities.cache_clear()
    yield
    authorities.cache_clear()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))


async def said(url: str) -> tuple[int, bytes]:
    async with aclosing(pooled(2)) as found:
        first = await found.post(url, b"{}", b"application/json", patience=PATIENCE, left=unheard)
        assert await found.post(url, b"{}", b"application/json", patience=PATIENCE, left=unheard) == first
        return first


def leads(heard: list[bytes], *, status: bytes = b"200 Connection established") -> Serve:
    """A proxy that leads whoever asks to the port that they name."""

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            writer.write(data)
        writer.close()

    async def lead(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await request_from(reader))
        writer.write(b"HTTP/1.1 %b\r\nvia: 1.1 office\r\n\r\n" % status)
        if not status.startswith(b"200"):
            return
        port = int(heard[-1].split()[1].rpartition(b":")[2])
        there = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pour(reader, there[1]), pour(there[0], writer), return_exceptions=True)

    return lead


# Whom to trust


@pytest.mark.usefixtures("trusted")
async def test_an_authority_that_the_machine_names_is_trusted(secured: ssl.SSLContext) -> None:
    async with server(kindly, tls=secured) as port:
        assert await said(f"https://localhost:{port}/") == (200, b"ok")


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_for_another_name_is_not(secured: ssl.SSLContext) -> None:
    async with server(kindly, tls=secured) as port:
        with pytest.raises(httpx.ConnectError) as caught:
            await said(f"https://127.0.0.1:{port}/")
    assert unsent(caught.value)


async def test_an_authority_that_nobody_knows_is_not_trusted(secured: ssl.SSLContext) -> None:
    async with server(kindly, tls=secured) as port:
        with pytest.raises(httpx.ConnectError) as caught:
            await said(f"https://localhost:{port}/")
    assert unsent(caught.value)
    assert isinstance(caught.value.__cause__, ssl.SSLCertVerificationError)


async def test_a_port_without_tls() -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with server(plain) as port:
        with pytest.raises(httpx.ConnectError) as caught:
            await said(f"https://localhost:{port}/")
    assert unsent(caught.value)


async def test_where_authorities_cannot_be_read_nothing_stays_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The server would wait for ever."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.wait_for(reader.read(), 5)

    async with server(silent) as port:
        with pytest.raises(httpx.ConnectError) as caught:
            await said(f"https://localhost:{port}/")
    assert unsent(caught.value)


def test_the_well_known_authorities_come_with_the_program() -> None:
    """A machine without any of its own has to reach Telegram all the same."""
    assert len(authorities().get_ca_certs()) > 100


@pytest.mark.usefixtures("trusted")
def test_where_authorities_are_named_no_others_are_trusted() -> None:
    assert len(authorities().get_ca_certs()) == 1


# Proxies


def test_the_machines_proxy_is_taken_with_its_user() -> None:
    def proxies() -> dict[str, str]:
        return {"https": "lan:mat-khau@10.0.0.1:3128", "http": "http://10.0.0.2:8080"}

    def way(url: str) -> httpx.Proxy | None:
        return proxy_to(httpx.URL(url), proxies=proxies)

    telegram = way("https://api.telegram.org/")
    assert telegram is not None
    assert str(telegram.url) == "http://10.0.0.1:3128"
    assert telegram.auth == ("lan", "mat-khau")
    assert str((way("http://api.telegram.org/") or httpx.Proxy("http://none")).url) == "http://10.0.0.2:8080"
    assert proxy_to(httpx.URL("https://api.telegram.org/"), proxies=dict) is None


async def test_by_way_of_a_proxy_it_hears_the_whole_address(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heard.append(await request_from(reader))
            writer.write(answer())

    async with server(proxy) as port:
        monkeypatch.setenv("http_proxy", f"http://lan:mat-khau@127.0.0.1:{port}")
        assert await said("http://api.telegram.test/botX/sendMessage") == (200, b"ok")
    assert heard[0].startswith(
        b"POST http://api.telegram.test/botX/sendMessage HTTP/1.1\r\nhost: api.telegram.test\r\n"
    )
    assert f"\r\nproxy-authorization: {LAN}\r\n".encode() in heard[0]


@pytest.mark.usefixtures("trusted")
async def test_through_a_proxy_tls_goes_from_end_to_end(
    secured: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []
    async with server(kindly, tls=secured) as port, server(leads(heard)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://lan:mat-khau@127.0.0.1:{proxy}")
        assert await said(f"https://localhost:{port}/") == (200, b"ok")
    [asked] = heard
    assert asked.startswith(f"CONNECT localhost:{port} HTTP/1.1\r\nhost: localhost:{port}\r\n".encode())
    assert f"\r\nproxy-authorization: {LAN}\r\n".encode() in asked


@pytest.mark.usefixtures("trusted")
async def test_the_way_to_the_proxy_may_be_tls_too(secured: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []
    async with server(kindly, tls=secured) as port, server(leads(heard), tls=secured) as proxy:
        monkeypatch.setenv("https_proxy", f"https://localhost:{proxy}")
        assert await said(f"https://localhost:{port}/") == (200, b"ok")
    assert len(heard) == 1


@pytest.mark.usefixtures("trusted")
async def test_through_tls_in_tls_it_is_seen_what_has_really_gone_out(
    secured: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with server(kindly, tls=secured) as port, server(leads([]), tls=secured) as proxy:
        monkeypatch.setenv("https_proxy", f"https://localhost:{proxy}")
        connection = await Host(httpx.URL(f"https://localhost:{port}/")).connect()
        assert connection.transport.get_extra_info("sslcontext") is not None
        assert connection.line.get_extra_info("sslcontext") is None
        connection.drop()
        await connection.gone


@asynccontextmanager
async def proxied(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    async with server(serve) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy}")
        yield


async def test_what_a_proxy_refuses_has_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxied(leads([], status=b"407 Proxy Authentication Required"), monkeypatch):
        with pytest.raises(httpx.ProxyError, match="407") as caught:
            await said("https://api.telegram.test/")
    assert unsent(caught.value)


async def test_what_a_proxy_drops_has_not_left(monkeypatch: pytest.MonkeyPatch) -> None:
    async def drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)

    async with proxied(drop, monkeypatch):
        with pytest.raises(httpx.ProxyError) as caught:
            await said("https://api.telegram.test/")
    assert unsent(caught.value)


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with proxied(kindly, monkeypatch):
        pass
    with pytest.raises(httpx.ConnectError) as caught:
        await said("https://api.telegram.test/")
    assert unsent(caught.value)


@pytest.mark.parametrize("address", ["socks5://127.0.0.1:1080", "socks4://127.0.0.1:1080", "http://127.0.0.1:port"])
async def test_a_proxy_of_another_kind_or_none_at_all(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", address)
    with pytest.raises(httpx.UnsupportedProtocol) as caught:
        await said("https://api.telegram.test/")
    assert unsent(caught.value)
