"""Pages from the web, only when the user asks: into a web archive, which is then imported.

The archive (WARC) keeps what was sent, so that the text can be taken from it again.
"""

import ssl
import threading
import time
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from pathlib import Path
from socket import IPPROTO_TCP, SHUT_RDWR, create_connection, getaddrinfo, socket
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from annotator import __version__
from annotator.core.errors import FormatError
from annotator.jobs.progress import Progress
from annotator.jobs.replacing import Replacing

LARGEST, LONGEST, MOST_REDIRECTS = 20_000_000, 30.0, 5
"""Bytes of a page, seconds for a page in all, and how often it may send elsewhere."""
PAUSE = 1.0
"""Seconds between two requests."""
AGENT = f"Annotator/{__version__}"
_MOVED = (301, 302, 303, 307, 308)


@dataclass(slots=True)
class Web:
    """How the web is reached; a test gives its own ways. Every address is checked before use."""

    resolve: Callable[[str, int], list[str]] = lambda host, port: [
        str(found[4][0]) for found in getaddrinfo(host, port, proto=IPPROTO_TCP)
    ]
    connect: Callable[[SplitResult, str, float], HTTPConnection] = lambda url, address, timeout: (
        _connection(url, address, timeout)
    )
    wait: Callable[[float], None] = time.sleep
    robots: dict[str, RobotFileParser] = field(default_factory=dict)


def listed(links: Iterable[str]) -> list[str]:
    """Give links once each, and in the place of a file's name the links in its lines.

    Raises FormatError for a file that cannot be read.
    """
    found: list[str] = []
    for link in links:
        if link.startswith(("http://", "https://")):
            found.append(link)
            continue
        try:
            lines = Path(link).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeError, ValueError) as error:
            raise FormatError("it is no link, and no list of links.", file=link) from error
        found += [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return list(dict.fromkeys(found))


def fetch_pages(
    links: Iterable[str], archive: Path, web: Web | None = None
) -> Generator[Progress, None, list[FormatError]]:
    """Write the pages behind links to a new web archive; gives why some of them are not there.

    One request at a time with a pause between. Closing the generator leaves no archive behind.
    """
    web = Web() if web is None else web
    failed: list[FormatError] = []
    wanted = list(links)
    with Replacing(archive) as (file,):
        for number, link in enumerate(wanted):
            yield Progress(number, len(wanted), link)
            if number:
                web.wait(PAUSE)
            try:
                file.write(_record(*page_of(link, web)))
            except FormatError as error:
                failed.append(error.in_file(link))
    return failed


def page_of(link: str, web: Web) -> tuple[str, str, bytes]:
    """Give a page's last address, its kind and its bytes; FormatError, with the reason, else."""
    until = time.monotonic() + LONGEST
    for _ in range(MOST_REDIRECTS + 1):
        url = _checked(link)
        if not _robots(url, web, until).can_fetch(AGENT, link):
            raise FormatError("the site asks programs not to load this page (robots.txt).")
        status, headers, data = _answer(url, web, until)
        if status in _MOVED and headers.get("location"):
            link = urljoin(link, headers["location"])
            continue
        if status != 200:
            raise FormatError(f"the site answered with {status}.")
        kind = headers.get("content-type", "text/html")
        if "html" not in kind.lower():
            raise FormatError(f"it is no web page but {kind[:60]}.")
        return link, kind, data
    raise FormatError(f"it leads elsewhere more than {MOST_REDIRECTS} times.")


def link_problem(link: str) -> str:
    """Say why a link is not asked for, or give "" where it may be; nothing is loaded.

    >>> link_problem("https://example.org/a"), link_problem("file:///etc/passwd")
    ('', 'only links that begin with https:// or http:// are loaded.')
    """
    try:
        _checked(link)
    except FormatError as error:
        return error.message
    return ""


def _checked(link: str) -> SplitResult:
    try:
        url = urlsplit(link)
        port = url.port
    except ValueError as error:
        raise FormatError("it is no address of a page.") from error
    if url.scheme not in ("http", "https") or not url.hostname or port == 0:
        raise FormatError("only links that begin with https:// or http:// are loaded.")
    if url.username or url.password or any(c <= " " for c in link):
        raise FormatError("it holds a name, a password or blanks; such links are not loaded.")
    return url


def public_address(url: SplitResult, web: Web) -> str:
    """Give the address that a link is loaded from; FormatError unless all of its are public."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = web.resolve(url.hostname or "", port)
    except (OSError, UnicodeError) as error:
        raise FormatError("its site is not found.") from error
    for address in found:
        known = ip_address(address.partition("%")[0])
        known = getattr(known, "ipv4_mapped", None) or known
        if not known.is_global or known.is_multicast or known.is_reserved:
            raise FormatError("it leads to a private or local address, which is not loaded.")
    if not found:
        raise FormatError("its site is not found.")
    return found[0]


def _robots(url: SplitResult, web: Web, until: float) -> RobotFileParser:
    site = f"{url.scheme}://{url.netloc}"
    if site not in web.robots:
        rules = RobotFileParser()
        status, _, data = _answer(urlsplit(f"{site}/robots.txt"), web, until)
        rules.parse(data.decode("utf-8", "replace").splitlines() if status == 200 else [])
        web.robots[site] = rules
    return web.robots[site]


def _answer(url: SplitResult, web: Web, until: float) -> tuple[int, dict[str, str], bytes]:
    connection = web.connect(url, public_address(url, web), max(0.1, until - time.monotonic()))
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    try:
        asked = {"User-Agent": AGENT, "Accept": "text/html", "Accept-Encoding": "identity"}
        with _ended_at(until, connection):
            connection.request("GET", path, headers=asked)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            data = _body(answer, until)
        return answer.status, headers, _unpacked(data, headers.get("content-encoding", ""))
    except (OSError, HTTPException, UnicodeError) as error:
        _refuse_late(until)
        raise FormatError(f"it cannot be loaded: {str(error)[:100]}.") from error
    finally:
        connection.close()


@contextmanager
def _ended_at(until: float, connection: HTTPConnection) -> Iterator[None]:
    """End a connection at a time: a site that sends a header letter by letter never times out."""
    sock = connection.sock  # the connection lets go of it while the page still comes

    def end() -> None:
        with suppress(OSError):
            socket.shutdown(sock, SHUT_RDWR)

    timer = threading.Timer(max(0.0, until - time.monotonic()), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _refuse_late(until: float) -> None:
    if time.monotonic() >= until:
        raise FormatError(f"it took more than {LONGEST:.0f} seconds.")


def _body(answer: HTTPResponse, until: float) -> bytes:
    data = bytearray()
    while piece := answer.read1(65_536):
        data += piece
        if len(data) > LARGEST:
            raise FormatError(f"it has more than {LARGEST:,} bytes.")
        _refuse_late(until)
    _refuse_late(until)
    return bytes(data)


def _unpacked(data: bytes, packing: str) -> bytes:
    """Give what a site sent packed though it was asked not to."""
    if packing.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return data
    unpacking = zlib.decompressobj(wbits=47)
    try:
        found = unpacking.decompress(data, LARGEST)
    except zlib.error as error:
        raise FormatError("it came packed, and damaged.") from error
    if unpacking.unconsumed_tail:
        raise FormatError(f"it has more than {LARGEST:,} bytes.")
    return found


def _connection(url: SplitResult, address: str, timeout: float) -> HTTPConnection:
    """Give a connection to the address that was checked, whatever the name says by now."""
    secure = url.scheme == "https"
    port = url.port or (443 if secure else 80)
    connection = HTTPConnection(url.hostname or "", port, timeout=timeout)
    try:
        sock = create_connection((address, port), timeout)
        if secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=url.hostname)
    except OSError as error:
        raise FormatError(f"it cannot be loaded: {str(error)[:100]}.") from error
    connection.sock = sock
    return connection


def _record(link: str, kind: str, data: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    facts = (f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {link}\r\nWARC-Date: {now}\r\n"
             f"Content-Length: {len(head) + len(data)}\r\n\r\n")  # fmt: skip
    return facts.encode("utf-8", "replace") + head + data + b"\r\n\r\n"
