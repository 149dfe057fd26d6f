"""PDF files: one article a file; says which pages are pictures without text."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.pdf.flow import running_text
from annotator.formats.pdf.lines import PdfFacts, PrintedPage, read_pages

LARGEST_FILE = 500_000_000


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    if size > LARGEST_FILE:
        reading.refuse(f"it has {size:,} bytes; a PDF file may have {LARGEST_FILE:,}")
        return
    facts, pages = PdfFacts(), []
    try:
        for found in read_pages(path):
            if isinstance(found, PrintedPage):
                pages.append(found)
            else:
                facts = found
        yield _article(path, facts, pages, reading), []
    except FormatError as error:
        reading.refuse(error.reason)


def _article(path: Path, facts: PdfFacts, pages: list[PrintedPage], reading: Reading) -> Article:
    empty = [page.number for page in pages if not page.lines]
    if len(empty) == len(pages):
        raise FormatError("it holds pictures of pages, no text. It needs text recognition first")
    if empty:
        names = ", ".join(map(str, empty[:10])) + ("…" if len(empty) > 10 else "")
        reading.note(f"page {names} holds no text; it may be a scan.")
    text, left_out = running_text(pages)
    if left_out:
        reading.note(f"{left_out} running heads, feet and page numbers were left out.")
    metadata = {"file": shown(Path(path.name)), "pages": str(facts.pages)}
    return Article.new(text, title=facts.title, author=facts.author, metadata=metadata)


FORMAT = Format(
    name="pdf",
    title="PDF",
    suffixes=(".pdf",),
    description="One article a file; columns, hyphens and running heads are seen to.",
    read=_read,
    loses=("annotations",),
    recognises=lambda path, head: b"%PDF-" in head[:1024],
)
