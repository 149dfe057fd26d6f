"""Mail messages and MHTML pages, by the standard library; attachments are never opened."""

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from annotator.core.errors import FormatError
from annotator.formats.pages.main_text import Page, decoded_page, main_text


def parsed_message(data: bytes) -> EmailMessage:
    """Give the message in some bytes; FormatError when there is none."""
    try:
        message = message_from_bytes(data, policy=policy.default)
    except (MessageError, ValueError, IndexError, RecursionError, LookupError) as error:
        raise FormatError(f"it is no message: {str(error)[:100]}") from error
    if not isinstance(message, EmailMessage) or not message.keys():
        raise FormatError("it is no message: it has no header")
    return message


def header(message: EmailMessage, name: str) -> str:
    """Give a header as plain words; broken ones as far as they can be read."""
    try:
        value = message.get(name, "")
    except (ValueError, IndexError, LookupError, AttributeError, TypeError):
        return ""
    words = " ".join(str(value).split())
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def date_of(message: EmailMessage) -> str:
    """Give a message's date as ISO 8601, or an empty string."""
    try:
        return parsedate_to_datetime(header(message, "Date")).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def page_of_message(message: EmailMessage) -> Page:
    """Give the page or the letter in a message: its plain part first, else its HTML."""
    plain, html = "", b""
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        if kind == "text/plain" and not plain:
            plain = _decoded(payload, part.get_content_charset())
        elif kind in ("text/html", "application/xhtml+xml") and not html:
            html = payload
    if plain.strip():
        return Page("\n".join(line.rstrip() for line in plain.strip().splitlines()))
    if html:
        return main_text(html)
    raise FormatError("it holds no text")


def web_page_of(message: EmailMessage) -> Page:
    """Give the saved page of an MHTML file: its first HTML part."""
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                address = header(message, "Snapshot-Content-Location") or header(
                    message, "Content-Location"
                )
                url = address if address.startswith(("http://", "https://")) else ""
                return main_text(_decoded(payload, part.get_content_charset()), url=url)
    raise FormatError("it holds no web page")


def _decoded(payload: bytes, charset: str | None) -> str:
    try:
        return payload.decode(charset) if charset else decoded_page(payload)
    except (LookupError, UnicodeDecodeError):
        return decoded_page(payload)
