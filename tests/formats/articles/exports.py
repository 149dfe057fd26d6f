"""Invented exports of news databases, in the shapes that the real ones have."""

import zipfile
from html import escape

NBSP = "\u00a0"
WORDS = "The harbour council of Skarvik met again and promised that the night ferry would sail. "


def text_of(number, words=60):
    """Give an invented text of some words, which tells its number."""
    return f"Story {number}. " + " ".join((WORDS * 20).split()[: words - 2])


def docx(path, paragraphs, *, bom=True):
    """Write a Word file of paragraphs as the databases do: with a mark and stray line ends."""
    body = "".join(
        f"<w:p><w:r><w:t xml:space='preserve'>{escape(words)}</w:t></w:r></w:p>\r\n"
        for words in paragraphs
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("word/document.xml", ("\ufeff" if bom else "") + document)
    return path


def nexis(
    number, *, title=None, date="March 1, 2026 Sunday 5:07 PM GMT", body=True, length=60,
    end="End of Document", length_name="Length", unit="words",
):  # fmt: skip
    """Give the paragraphs of one story of Nexis Uni."""
    return [
        "", title or f"The ferry: part {number}", "Skarvik Post (Norland)", "", date, "\r\n",
        "Copyright 2026 Skarvik Post All Rights Reserved", "",
        f"Section:{NBSP}NEWS; Pg. 4", f"{length_name}:{NBSP}{length} {unit}",
        f"Byline:{NBSP}Mona Eide", *(["Body"] if body else []), "",
        *text_of(number).split(". ", 1), "Classification", "", f"Language:{NBSP}ENGLISH",
        f"Load-Date:{NBSP}March 2, 2026", "", end,
    ]  # fmt: skip
