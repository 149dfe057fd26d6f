"""A web page of the marked articles: to read, print and send; never read back."""

from annotator.formats.format import Format
from annotator.formats.html_page.writer import write

FORMAT = Format(
    name="html",
    title="Web page",
    suffixes=(".html", ".htm"),
    description="The marked articles to read in any browser; no script, nothing loaded.",
    write=write,
    loses=("times of changes", "scores of suggestions"),
)
