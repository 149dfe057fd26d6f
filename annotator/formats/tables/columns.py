"""Which column of a table is what of an article: told by the user, or found by name."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.databases.names import plain_name

FIELDS = ("text", "title", "outlet", "author", "published", "url", "language", "id")
"""What of an article a column can hold; every other column becomes metadata of its name."""
LARGEST_MAP = 100_000
NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext", "main_text", "full_text",
             "fulltext", "article_text", "articlebody", "article_body", "story", "plain_text",
             "volltext", "artikeltext", "fliesstext", "inhalt", "artikel", "texte",
             "texte_integral", "contenu", "corps", "tekst", "volledige_tekst", "inhoud", "texto",
             "texto_completo", "contenido", "cuerpo", "testo", "testo_completo",
             "contenuto", "corpo", "conteudo"),
    "title": ("title", "headline", "heading", "head", "headlines", "title_page",
              "titel", "uberschrift", "schlagzeile", "titre", "kop", "titulo", "titular", "titolo",
              "manchete"),
    "outlet": ("outlet", "publication", "publisher", "newspaper", "source", "source_name",
               "site", "sitename", "source_domain", "domain", "medium", "media", "journal",
               "zeitung", "quelle", "publikation", "krant", "bron", "medio", "periodico", "diario",
               "fuente", "testata", "giornale", "fonte", "jornal", "veiculo"),
    "author": ("author", "authors", "byline", "creator", "writer", "reporter", "autor",
               "autorin", "autoren", "verfasser", "auteur", "auteurs", "autore", "autori",
               "autores"),
    "published": ("published", "date", "publication_date", "publish_date", "date_publish",
                  "published_at", "pubdate", "pub_date", "publicationdate", "datetime",
                  "timestamp", "created_at", "published_date",
                  "datum", "erscheinungsdatum", "veroffentlicht", "veroffentlichungsdatum",
                  "date_de_publication", "publicatiedatum", "fecha", "fecha_de_publicacion",
                  "data_di_pubblicazione", "data_de_publicacao", "data"),
    "url": ("url", "link", "uri", "href", "permalink", "web_url"),
    "language": ("language", "lang", "language_code", "sprache", "langue", "taal", "idioma",
                 "lingua"),
    "id": ("id", "article_id", "doc_id", "document_id", "uid", "guid"),
}  # fmt: skip

_WHERE_DATA_IS_A_DAY = frozenset((
    "titolo", "testo", "testo_completo", "autore", "autori", "testata", "giornale", "fonte",
    "titulo", "texto", "texto_completo", "autor", "autores", "jornal", "corpo", "conteudo",
    "contenuto",
))  # fmt: skip
"""Italian and Portuguese names: beside them, a column called data holds dates."""


def read_columns(path: Path) -> dict[str, str]:
    """Give a map of columns from a TOML file: an article's field = a column's name.

    >>> # text = "Volltext"
    >>> # outlet = "Zeitung"

    A table ``[columns]`` may stand around them. Raises FormatError for anything else.
    """
    try:
        if path.stat().st_size > LARGEST_MAP:
            raise FormatError("it is larger than any map of columns.", file=str(path))
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}.", file=str(path)) from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"is no TOML file: {error}.", file=str(path)) from error
    table = data.get("columns", data)
    if not isinstance(table, dict):
        raise FormatError("columns is no table of names.", file=str(path))
    for field, column in table.items():
        if field not in FIELDS:
            known = ", ".join(FIELDS)
            raise FormatError(f"“{field}” is nothing of an article; there are {known}.",
                              file=str(path))  # fmt: skip
        if not isinstance(column, str):
            raise FormatError(f"“{field}” leads to no column's name.", file=str(path))
    return dict(table)


def found_columns(header: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """Give which column holds which field; FormatError where the text's is not to be found.

    ``told`` comes first; then names that such columns usually have, whatever their case.
    """
    columns = named_columns(header, told)
    if "text" not in columns:
        raise FormatError(
            f"no column is called like a text; there are {_listed(header)}. "
            'Say which one it is (--columns FILE with a line: text = "its name")'
        )
    return columns


def named_columns(header: Sequence[str], told: Mapping[str, str]) -> dict[str, str]:
    """Give which column holds which field; FormatError where one that was told is not there."""
    missing = [column for column in told.values() if column not in header]
    if missing:
        raise FormatError(f"there is no column “{missing[0]}”; there are {_listed(header)}")
    plain = {plain_name(name).replace(" ", "_"): name for name in reversed(header)}
    if "data" in plain and not plain.keys() & _WHERE_DATA_IS_A_DAY:
        del plain["data"]
    columns = dict(told)
    for field, names in NAMES.items():
        known = next((plain[name] for name in names if name in plain), None)
        if field not in columns and known is not None and known not in columns.values():
            columns[field] = known
    return columns


def _listed(header: Sequence[str]) -> str:
    names = ", ".join(f"“{name[:40]}”" for name in header[:12])
    return names + ("…" if len(header) > 12 else "")
