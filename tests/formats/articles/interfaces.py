"""What news databases write in each language of their windows, for invented exports."""

from dataclasses import dataclass
from textwrap import wrap


@dataclass(frozen=True)
class Interface:
    """The words of one language: fields, the date 1 March 2026 (a Sunday), a short article."""

    section: str
    length: str
    byline: str
    words: str
    body: str
    end: str
    load_date: str
    language: str
    named: str
    date: str
    text: tuple[str, str]
    counter: str = "{} of {} DOCUMENTS"
    document: str = "Document"
    short_date: str = "1 March 2026"
    rights: str = "Copyright 2026 Skarvik Post All Rights Reserved"
    classification: str = "Classification"
    copied: str = "All Rights Reserved"


INTERFACES = {
    "en": Interface(
        "Section", "Length", "Byline", "words", "Body", "End of Document", "Load-Date", "Language",
        "English", "March 1, 2026 Sunday 5:07 PM GMT",
        ("The harbour council of Skarvik promised on Monday that the night ferry would sail again.",
         "Its chair said that the money was there and that the pier would be mended by summer."),
    ),
    "de": Interface(
        "Rubrik", "Länge", "Autor", "Wörter", "Textkörper", "Ende des Dokuments", "Ladedatum",
        "Sprache", "Deutsch", "Sonntag 1. März 2026",
        ("Der Hafenrat von Skarvik versprach am Montag, dass die Nachtfähre wieder fahren werde.",
         "Die Vorsitzende sagte, das Geld sei da und der Steg werde bis zum Sommer ausgebessert."),
        "{} von {} DOKUMENTEN", "Dokument", "1 März 2026",
        "Copyright 2026 Skarvik Post Alle Rechte Vorbehalten", "Klassifizierung",
        "Alle Rechte vorbehalten",
    ),
    "fr": Interface(
        "Rubrique", "Longueur", "Auteur", "mots", "Corps", "Fin du document",
        "Date de chargement", "Langue", "Français", "dimanche 1 mars 2026",
        ("Le conseil du port de Skarvik a promis lundi que le bac de nuit reprendrait la mer.",
         "Sa présidente a dit que l'argent était là et que la jetée serait réparée avant l'été."),
        "{} de {} DOCUMENTS", "Document", "1 mars 2026",
        "Copyright 2026 Skarvik Post Tous droits réservés", "Classification",
        "Tous droits réservés",
    ),
    "nl": Interface(
        "Sectie", "Lengte", "Auteur", "woorden", "Hoofdtekst", "Einde van document", "Laaddatum",
        "Taal", "Nederlands", "zondag 1 maart 2026",
        ("De havenraad van Skarvik beloofde maandag dat de nachtveerboot weer zou gaan varen.",
         "De voorzitter zei dat het geld er was en dat de pier voor de zomer hersteld zou zijn."),
        "{} van {} DOCUMENTEN", "Document", "1 maart 2026",
        "Copyright 2026 Skarvik Post Alle rechten voorbehouden", "Classificatie",
        "Alle rechten voorbehouden",
    ),
    "es": Interface(
        "Sección", "Longitud", "Autor", "palabras", "Cuerpo", "Fin del documento",
        "Fecha de carga", "Idioma", "Español", "domingo 1 de marzo de 2026",
        ("El consejo del puerto de Skarvik prometió el lunes que el transbordador volvería al mar.",
         "Su presidenta dijo que había dinero y que el muelle quedaría reparado para el verano."),
        "{} de {} DOCUMENTOS", "Documento", "1 marzo 2026",
        "Copyright 2026 Skarvik Post Todos los derechos reservados", "Clasificación",
        "Todos los derechos reservados",
    ),
    "it": Interface(
        "Sezione", "Lunghezza", "Autore", "parole", "Corpo", "Fine del documento",
        "Data di caricamento", "Lingua", "Italiano", "domenica 1 marzo 2026",
        ("Il consiglio del porto di Skarvik ha promesso lunedì che il traghetto tornerà in mare.",
         "La presidente ha detto che i soldi ci sono e che il molo sarà riparato entro l'estate."),
        "{} di {} DOCUMENTI", "Documento", "1 marzo 2026",
        "Copyright 2026 Skarvik Post Tutti i diritti riservati", "Classificazione",
        "Tutti i diritti riservati",
    ),
    "pt": Interface(
        "Seção", "Comprimento", "Autor", "palavras", "Corpo", "Fim do documento",
        "Data de carregamento", "Idioma", "Português", "domingo 1 de março de 2026",
        ("O conselho do porto de Skarvik prometeu na segunda-feira que a balsa voltaria ao mar.",
         "A sua presidente disse que havia dinheiro e que o cais ficaria pronto até ao verão."),
        "{} de {} DOCUMENTOS", "Documento", "1 março 2026",
        "Copyright 2026 Skarvik Post Todos os direitos reservados", "Classificação",
        "Todos os direitos reservados",
    ),
}  # fmt: skip


def count(face):
    return sum(len(part.split()) for part in face.text)


def nexis(face, title, *, body=True):
    """Give the paragraphs of a story of Nexis Uni in a language."""
    nbsp = "\u00a0"
    return [
        title, "Skarvik Post (Norland)", face.date, face.rights,
        f"{face.section}:{nbsp}NEWS; Pg. 4", f"{face.length}:{nbsp}{count(face)} {face.words}",
        f"{face.byline}:{nbsp}Mona Eide", *([face.body] if body else []), *face.text,
        face.classification, f"{face.language}:{nbsp}{face.named.upper()}",
        f"{face.load_date}:{nbsp}{face.short_date}", face.end,
    ]  # fmt: skip


def lexis(face, title, number, total):
    """Give a story of the old LexisNexis as text in a language."""
    lines = [
        face.counter.format(number, total).center(80).rstrip(), "", "Skarvik Post".center(80), "",
        face.date.center(80).rstrip(), "", title, "", f"{face.byline.upper()}: Mona Eide", "",
        f"{face.section.upper()}: NEWS; Pg. 4", "",
        f"{face.length.upper()}: {count(face)} {face.words}", "",
        *wrap(face.text[0], 78), "", *wrap(face.text[1], 78), "",
        f"{face.load_date.upper().replace(' ', '-')}: {face.short_date}", "",
        f"{face.language.upper()}: {face.named.upper()}", "",
        "Copyright 2026 Skarvik Post".center(80), face.copied.center(80), "",
    ]  # fmt: skip
    return "\r\n".join(lines) + "\r\n\x0c"


def lexis_fields(face, title):
    """Give the paragraphs of a story of the old LexisNexis that are not wrapped."""
    return [
        "Skarvik Post", face.date, title, f"{face.byline.upper()}: Mona Eide",
        f"{face.section.upper()}: NEWS", f"{face.length.upper()}: {count(face)} {face.words}",
        *face.text, f"{face.load_date.upper().replace(' ', '-')}: {face.short_date}",
        f"{face.language.upper()}: {face.named.upper()}", "Copyright 2026 Skarvik Post",
        face.copied,
    ]  # fmt: skip


def factiva(face, language, title, number):
    """Give a story of a Factiva page; the lines are in the language of the window."""
    name = f"SKARV00002026030{number}em310000x"
    lines = ["Mona Eide", f"{count(face)} {face.words}", face.short_date, "Skarvik Post", "SKARV",
             face.named, f"© 2026 Skarvik Post. {face.copied}."]  # fmt: skip
    return (
        f'<div class="article {language}Article"><div id="article-{name}"><div id="hd">'
        f'<span class="{language}Headline">{title}\n</span></div>'
        + "".join(f"<div>{line}</div>" for line in lines)
        + "".join(f'<p class="articleParagraph {language}articleParagraph">{part}</p>'
                  for part in face.text)
        + f"<p>{face.document} {name}</p></div></div><br>"
    )  # fmt: skip


def factiva_lines(face, title, number):
    """Give the lines of a story of a Factiva RTF file."""
    return [title, "Mona Eide", f"{count(face)} {face.words}", face.short_date, "Skarvik Post",
            "SKARV", face.named, f"© 2026 Skarvik Post. {face.copied}.", *face.text,
            f"{face.document} SKARV00002026030{number}em310000x", ""]  # fmt: skip


def europresse(face, title):
    """Give a story of a Europresse page."""
    return (
        '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">'
        f'Skarvik Post</span></div><span class="DocHeader">NEWS, {face.date}&nbsp;'
        f"{count(face)} {face.words}, p. 4</span>"
        f'<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p>'
        '</div><p class="sm-margin-bottomNews">Mona Eide</p></header><section>'
        f'<div class="docOcurrContainer"><p>{face.text[0]}</p><p>{face.text[1]}</p></div>'
        "</section></article>"
    )


PROQUEST = {
    "en": ("Author", "Full text", "Publication title", "Publication date", "Section",
           "ProQuest document ID", "Document URL", "Mar 1, 2026"),
    "de": ("Autor", "Volltext", "Titel der Publikation", "Publikationsdatum", "Rubrik",
           "ProQuest-Dokument-ID", "Dokument-URL", "1. März 2026"),
    "fr": ("Auteur", "Texte intégral", "Titre de la publication", "Date de publication", "Section",
           "ID du document ProQuest", "URL du document", "1 mars 2026"),
    "es": ("Autor", "Texto completo", "Título de la publicación", "Fecha de publicación", "Sección",
           "ID del documento de ProQuest", "URL del documento", "1 mar 2026"),
    "it": ("Autore", "Testo completo", "Titolo pubblicazione", "Data di pubblicazione", "Sezione",
           "ID documento ProQuest", "URL documento", "1 mar 2026"),
    "pt": ("Autor", "Texto completo", "Título da publicação", "Data de publicação", "Seção",
           "ID do documento ProQuest", "URL do documento", "1 mar. 2026"),
}  # fmt: skip


def proquest(code, title, number):
    """Give a story of a ProQuest text in a language."""
    face = INTERFACES[code]
    author, full, outlet, date, section, document, link, day = PROQUEST[code]
    return "\n".join([
        title, "", f"{author}: Eide, Mona", "", f"{full}: {face.text[0]}", "", face.text[1], "",
        f"{outlet}: Skarvik Post; Skarvik", "", f"{date}: {day}", "", f"{section}: News", "",
        f"{face.language}: {face.named}", "", f"{document}: 40000{number}", "",
        f"{link}: https://example.org/docview/{number}", "", "_" * 60, "",
    ])  # fmt: skip
