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


def factiva(
    number, *, language="en", words="60 Wörter", date="18 April 1998", title=None, clock="",
    author=True,
):  # fmt: skip
    """Give one story of a Factiva page: a headline span and divs without labels."""
    divs = [
        *(["By Mona Eide"] if author else []), words, date, *([clock] if clock else []),
        "Skarvik Post",
        "SKARV", "Englisch", "(c) 1998 Skarvik Post. All rights reserved.",
    ]  # fmt: skip
    lines = "".join(f"<div>{escape(line)}</div>\n" for line in divs)
    paragraphs = "".join(
        f'<p class="articleParagraph {language}articleParagraph">{escape(words)}\n</p>'
        for words in text_of(number).split(". ", 1)
    )
    return (
        f'<div class="article {language}Article">'
        f'<div id="article-SKARV00001998041{number}du4i0000x">'
        f'<div>News</div><div id="hd"><span class="{language}Headline">'
        f"{escape(title or f'The ferry: part {number}')}\n</span></div>{lines}{paragraphs}"
        f"<p>Dokument SKARV00001998041{number}du4i0000x</p></div></div><br/>"
    )  # fmt: skip


def factiva_lines(number):
    """Give the lines of one story of a Factiva RTF file."""
    return [
        f"The ferry: part {number}", "By Mona Eide", "60 words", "18 April 1998", "09:30",
        "Skarvik Post", "SKARV", "English", "(c) 1998 Skarvik Post", "",
        *text_of(number).split(". ", 1), "", f"Document SKARV00001998041{number}du4i0000x", "",
    ]  # fmt: skip


def factiva_codes(number):
    """Give the coded rows of one story of Factiva with its indexing."""
    return {
        "HD": f"The ferry: part {number}", "BY": "By Mona Eide", "WC": "60 words",
        "PD": "18 April 1998", "ET": "09:30", "SN": "Skarvik Post", "SC": "SKARV", "LA": "English",
        "LP": f"Story {number}", "TD": text_of(number).split(". ", 1)[1],
        "NS": "gcat : News", "AN": f"Document SKARV00001998041{number}du4i0000x",
    }  # fmt: skip


def factiva_xml(number):
    """Give one story of a Factiva XML file."""
    first, rest = text_of(number).split(". ", 1)
    return (
        f'<ppsarticle><article><accessionNo value="SKARV{number}"/><baseLanguage value="en"/>'
        f"<byline>By Mona Eide</byline><headline><paragraph>The ferry: part {number}</paragraph>"
        f"</headline><leadPara><para>{first}</para></leadPara><tailParas><para>{rest}</para>"
        "</tailParas><publicationDate><date>18 April 1998</date></publicationDate>"
        "<sectionName>News</sectionName><sourceName>Skarvik Post</sourceName>"
        '<wordCount value="60"/>'
        "</article></ppsarticle>"
    )


def europresse(number):
    """Give one story of a Europresse page."""
    first, rest = text_of(number).split(". ", 1)
    return (
        '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">'
        f"Le Post de Skarvik</span>, no. 4{number}</div>"
        '<span class="DocHeader">Politique, samedi 18 avril 1998 - 60 mots, p. 12</span>'
        f'<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">Le bac : acte '
        f'{number}</p></div><p class="sm-margin-bottomNews">Mona Eide</p></header><section>'
        f'<div class="docOcurrContainer"><p>{first}</p><p>{rest}</p></div></section></article>'
    )


def proquest(number):
    """Give one story of a ProQuest text."""
    first, rest = text_of(number).split(". ", 1)
    return "\n".join([
        f"The ferry: part {number}", "", "Author: Eide, Mona", "",
        "Publication info: Skarvik Post ; Skarvik [Skarvik]18 Apr 1998: 4.", "",
        "ProQuest document link", "", "Abstract:\u00a0Short.", "", "Full text: " + first, "",
        *wrap(rest, 79), "", "Subject: Ferries; Councils", "",
        f"Title: The ferry: part {number}", "",
        "Publication title: Skarvik Post; Skarvik", "", "Pages: 4", "",
        "Publication date: Apr 18, 1998", "", "Section: News", "",
        "Language of publication: English", "", f"ProQuest document ID: 40000{number}", "",
        f"Document URL: https://example.org/docview/{number}", "", "Copyright: Skarvik Post", "",
        "_" * 60, "",
    ])  # fmt: skip


def proquest_page(number):
    """Give one story of a ProQuest page."""
    first, rest = text_of(number).split(". ", 1)
    fields = {"Author": "Eide, Mona", "Publication title": "Skarvik Post; Skarvik",
              "Publication date": "Apr 18, 1998", "Section": "News",
              "ProQuest document ID": f"40000{number}",
              "Document URL": f"https://example.org/docview/{number}"}  # fmt: skip
    rows = "".join(f"<p><strong>{k}: </strong>{v}</p>" for k, v in fields.items())
    return (f"<hr><p><strong>The ferry: part {number}</strong></p><p><strong>Full text: </strong>"
            f"<p>{first}</p><p>{rest}</p></p>{rows}")  # fmt: skip
