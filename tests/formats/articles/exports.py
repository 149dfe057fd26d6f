"""Invented exports of news databases, in the shapes that the real ones have."""

import zipfile
from html import escape
from textwrap import wrap

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


def lexis(number, total, *, title=None, fields=True, edition=False):
    """Give one story of the old LexisNexis as text, with CRLF and hard-wrapped lines."""
    def middle(words):
        return words.center(80).rstrip()

    lines = [
        middle(f"{number} of {total} DOCUMENTS"), "", "", middle("Skarvik Post (Norland)"), "",
        middle("March 1, 2026 Sunday"), "",
        *([middle("Late Edition - Final"), ""] if edition else []),
        title or f"Ferry: part {number} of the long quarrel about the pier of Skarvik which",
        "goes on",
        "", *(["BYLINE: Mona Eide", "", "SECTION: NEWS; Pg. 4", "", "LENGTH: 60 words", ""]
              if fields else []),
        *wrap(text_of(number), 78), "", "He said: nothing.", "", "LOAD-DATE: March 2, 2026", "",
        "LANGUAGE: ENGLISH", "", "PUBLICATION-TYPE: Newspaper", "", "",
        middle("Copyright 2026 Skarvik Post"), middle("All Rights Reserved"), "",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n\x0c"


def lexis_page(number, total):
    """Give one story of the old LexisNexis as a page: the same fields in classes c0 to c16."""
    def middle(words):
        return f'<DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{words}</SPAN></P>\n</DIV>\n'

    def field(name, value):
        return (f'<DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">{name}: </SPAN>'
                f'<SPAN CLASS="c2">{value}</SPAN></P>\n</DIV>\n')  # fmt: skip

    return (
        middle(f"{number} of {total} DOCUMENTS") + "<BR>" + middle("Skarvik Post")
        + middle('<SPAN CLASS="c4">March</SPAN> 1, 2026 Sunday')
        + f'<DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c6">Ferry: part {number}</SPAN></P>\n</DIV>'
        + field("BYLINE", "Mona Eide") + field("SECTION", "NEWS") + field("LENGTH", "60 words")
        + f'<DIV CLASS="c4"><P CLASS="c8"><SPAN CLASS="c2">{text_of(number)}</SPAN></P>\n'
        '<P CLASS="c8">The end.</P></DIV>'
        + field("LOAD-DATE", "March 2, 2026") + field("LANGUAGE", "ENGLISH")
        + middle("Copyright 2026 Skarvik Post<BR>All Rights Reserved")
    )  # fmt: skip
