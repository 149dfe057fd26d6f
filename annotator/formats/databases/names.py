"""What news databases call the facts of an article, in the languages of their interfaces."""

import unicodedata

_NAMES = {
    "byline": "byline by-line author authors autor autoren auteur auteurs autore autori autores "
    "auteur(s) verfasser author(s) scrittore redator 作者 автор",
    "section": "section rubrik ressort rubrique rubriek sección seccion sezione seção secção "
    "sectie afdeling teil caderno editoria 版面 рубрика",
    "length": "length länge laenge longueur longitud lunghezza comprimento lengte extensión "
    "umfang wortzahl wortanzahl word_count anzahl_wörter nombre_de_mots número_de_palabras "
    "numero_di_parole conteggio_parole número_de_palavras contagem_de_palavras extensão "
    "tamanho omvang aantal_woorden recuento_de_palabras 字数 长度 длина",
    "dateline": "dateline ortszeile lieu data_line",
    "language": "language sprache langue idioma lingua língua taal язык 语言 "
    "language_of_publication publikationssprache langue_de_publication idioma_de_la_publicación "
    "lingua_della_pubblicazione lingua_di_pubblicazione idioma_de_publicação "
    "idioma_da_publicação idioma_de_publicación taal_van_publicatie",
    "title": "headline title titel titre título titolo schlagzeile kop 标题",
    "body": "body text textkörper haupttext hauptteil corps corps_de_l'article cuerpo corpo tekst "
    "tekst_van_artikel hoofdtekst texte texto testo corps_du_texte full_text volltext "
    "texte_intégral texte_complet texto_completo testo_completo volledige_tekst 正文 全文",
    "load_date": "load-date loaddate ladedatum lade-datum update date-chargement "
    "date_de_chargement fecha_de_carga fecha-carga data_di_caricamento data_caricamento "
    "data_de_carregamento data_de_carga laaddatum laad-datum",
    "highlight": "highlight highlights",
    "graphic": "graphic graphics grafik graphique gráfico grafico",
    "type": "publication-type publication_type publikationstyp type_de_publication "
    "document_type dokumententyp dokumenttyp type_de_document tipo_de_documento "
    "tipo_di_documento tipo_de_publicación tipo_di_pubblicazione tipo_de_publicação "
    "publicatietype documenttype source_type",
    "subject": "subject subjects thema schlagwort schlagwörter sujet sujets tema temas soggetto "
    "assunto onderwerp materia",
    "classification": "classification klassifizierung klassifikation clasificación classificazione "
    "classificação classificatie",
    "series": "series serie série",
    "correction": "correction correction-date korrektur",
    "notes": "notes note_de_l'éditeur",
    "outlet": "publication_title titel_der_publikation publikationstitel titre_de_la_publication "
    "título_de_la_publicación título_de_publicación titolo_pubblicazione "
    "titolo_della_pubblicazione título_da_publicação titel_van_publicatie publicatietitel source",
    "info": "publication_info publikationsinfo informationen_zur_publikation "
    "informations_sur_la_publication información_de_publicación "
    "información_de_la_publicación informazioni_sulla_pubblicazione "
    "informações_da_publicação informações_de_publicação",
    "published": "publication_date publikationsdatum erscheinungsdatum date_de_publication "
    "datum_der_veröffentlichung veröffentlichungsdatum fecha_de_publicación data_di_pubblicazione "
    "data_pubblicazione data_de_publicação data_da_publicação publicatiedatum date",
    "year": "publication_year publikationsjahr année_de_publication año_de_publicación "
    "anno_di_pubblicazione ano_de_publicação",
    "abstract": "abstract zusammenfassung résumé resumen riassunto sommario resumo samenvatting",
    "document": "proquest_document_id proquest-dokument-id id_du_document_proquest "
    "id_del_documento_de_proquest id_del_documento_proquest id_de_documento_de_proquest "
    "id_documento_proquest id_del_documento_di_proquest id_do_documento_proquest "
    "id_do_documento_do_proquest id_de_documento_proquest id_do_documento_da_proquest "
    "document_id acc-no",
    "url": "document_url dokument-url url_du_document url_del_documento url_documento "
    "url_do_documento url links",
    "copyright": "copyright derechos_de_autor diritti_d'autore direitos_autorais droit_d'auteur",
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


def plain_name(name: str) -> str:
    """Give a name without what files write one way or the other: case, accents, hyphens.

    >>> plain_name("Date-de_Création")
    'date de creation'
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("_", " ").replace("-", " ").replace("’", "'").split())


_FIELDS = {plain_name(name): fact for fact, names in _NAMES.items() for name in names.split()}
_LONGEST = 60
AFTER_THE_TEXT = frozenset({
    "load_date", "language", "graphic", "type", "subject", "classification", "correction", "notes",
    "other", "document", "url", "published", "year", "copyright", "place",
})  # fmt: skip
"""The facts that stand below an article's text, where they stand in an export's file."""


def fact_named(name: str) -> str:
    """Give what a field's name stands for, "" for one that is not known.

    >>> fact_named("LÄNGE"), fact_named("SECCION"), fact_named("The mayor said")
    ('length', 'section', '')
    """
    return _FIELDS.get(plain_name(name), "") if len(name) <= _LONGEST else ""


def field_in(line: str) -> tuple[str, str]:
    """Give the fact and the value of a line such as "Section: News"; ("", line) for any other.

    >>> field_in("LENGTH: 355 words"), field_in("Ferry: it sails again")
    (('length', '355 words'), ('', 'Ferry: it sails again'))
    """
    name, colon, value = line.partition(":")
    fact = fact_named(name) if colon and len(name) < 45 else ""
    return (fact, value.strip()) if fact else ("", line)
