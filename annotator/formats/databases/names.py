"""What news databases call the facts of an article, in the languages of their interfaces."""

_NAMES = {
    "byline": "byline by-line author authors autor autoren auteur auteurs autore autori autores "
    "auteur(s) verfasser 作者 автор",
    "section": "section rubrik ressort rubrique rubriek sección seccion sezione seção secção "
    "sectie teil 版面 рубрика",
    "length": "length länge laenge longueur longitud lunghezza comprimento lengte extensión "
    "umfang wortzahl word_count anzahl_wörter nombre_de_mots número_de_palabras 字数 长度 длина",
    "dateline": "dateline ortszeile lieu data_line",
    "language": "language sprache langue idioma lingua língua taal язык 语言 "
    "language_of_publication publikationssprache langue_de_publication idioma_de_la_publicación "
    "lingua_della_pubblicazione idioma_de_publicação",
    "title": "headline title titel titre título titulo titolo schlagzeile 标题",
    "body": "body text textkörper haupttext hauptteil corps corps_de_l'article cuerpo corpo tekst "
    "full_text volltext texte_intégral texto_completo testo_completo 正文 全文",
    "load_date": "load-date loaddate ladedatum update date-chargement date_de_chargement "
    "fecha_de_carga data_di_caricamento data_de_carregamento laaddatum date-chargement",
    "highlight": "highlight highlights",
    "graphic": "graphic graphics grafik graphique gráfico grafico",
    "type": "publication-type publication_type publikationstyp type_de_publication "
    "document_type dokumententyp type_de_document tipo_de_documento source_type",
    "subject": "subject subjects thema schlagwort sujet tema materia",
    "classification": "classification klassifizierung clasificación classificazione classificação",
    "series": "series serie série",
    "correction": "correction correction-date korrektur",
    "notes": "notes note_de_l'éditeur",
    "outlet": "publication_title titel_der_publikation publikationstitel titre_de_la_publication "
    "título_de_la_publicación titolo_pubblicazione título_da_publicação source",
    "info": "publication_info publikationsinfo informationen_zur_publikation "
    "informations_sur_la_publication información_de_publicación",
    "published": "publication_date publikationsdatum erscheinungsdatum date_de_publication "
    "fecha_de_publicación data_di_pubblicazione data_de_publicação date",
    "year": "publication_year publikationsjahr année_de_publication año_de_publicación",
    "abstract": "abstract zusammenfassung résumé resumen riassunto resumo",
    "document": "proquest_document_id proquest-dokument-id id_du_document_proquest "
    "id_del_documento_de_proquest document_id acc-no",
    "url": "document_url dokument-url url_du_document url_del_documento url links",
    "copyright": "copyright",
    "pages": "pages seiten páginas pagine page first_page",
    "place": "place_of_publication ort_der_veröffentlichung lieu_de_publication location "
    "country_of_publication land_der_veröffentlichung pays_de_publication",
    "other": "publisher issn database databases last_updated volume issue company person people "
    "organization ticker industry geographic country state city persons journal-code "
    "column identifier_/_keyword identifier publication_subject "
    "source_attribution proquest_document_link document_link headings datenbank base_de_données "
    "verlag éditeur editor dernière_mise_à_jour zuletzt_aktualisiert publication_frequency "
    "credit links copyright-notice website distribution dimensions style",
}
_FIELDS = {name.replace("_", " "): fact for fact, names in _NAMES.items() for name in names.split()}
AFTER_THE_TEXT = frozenset({
    "load_date", "language", "graphic", "type", "subject", "classification", "correction", "notes",
    "other", "document", "url", "published", "year", "copyright", "place",
})  # fmt: skip
"""The facts that stand below an article's text, where they stand in an export's file."""


def fact_named(name: str) -> str:
    """Give what a field's name stands for, "" for one that is not known.

    >>> fact_named("LÄNGE"), fact_named("Section"), fact_named("The mayor said")
    ('length', 'section', '')
    """
    return _FIELDS.get(" ".join(name.casefold().split()), "")


def field_in(line: str) -> tuple[str, str]:
    """Give the fact and the value of a line such as "Section: News"; ("", line) for any other.

    >>> field_in("LENGTH: 355 words"), field_in("Ferry: it sails again")
    (('length', '355 words'), ('', 'Ferry: it sails again'))
    """
    name, colon, value = line.partition(":")
    fact = fact_named(name) if colon and len(name) < 45 else ""
    return (fact, value.strip()) if fact else ("", line)
