"""Good files of formats that only other tools write, to be damaged by `mutations`."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from annotator.formats.registry import format_named
from annotator.jobs.export_dataset import export
from annotator.jobs.export_plan import Plan
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from tests.formats.articles.test_mutations import SEEDS
from tests.formats.samples import SCHEME, rich, written
from tests.formats.test_coref_conll import TYPED
from tests.formats.test_other_tools import tagtog
from tests.jobs.working import done

WORDS = "Norland left Vestby."


def _zipped(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _office() -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "text")
    )
    body = f"<text:h>Bases</text:h><text:p>{WORDS}</text:p>"
    return _zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
    })  # fmt: skip


def _book() -> bytes:
    return _zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<c><rootfile full-path="O/p.opf"/></c>',
        "O/p.opf": '<p><m><title>Book</title></m><manifest><item id="a" href="a.xhtml"/>'
        '</manifest><spine><itemref idref="a"/></spine></p>',
        "O/a.xhtml": f"<html><body><h1>One</h1><p>{WORDS}</p></body></html>",
    })  # fmt: skip


def _page() -> bytes:
    shown = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        "<</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>> endobj\n"
        f"4 0 obj <</Length {len(shown)}>> stream\n{shown}\nendstream endobj\n"
        "trailer <</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def _denotations() -> bytes:
    said = [{"id": "T1", "span": {"begin": 0, "end": 7}, "obj": "actor"},
            {"id": "T2", "span": {"begin": 13, "end": 19}, "obj": "place"}]  # fmt: skip
    links = [{"id": "R1", "subj": "T1", "pred": "at", "obj": "T2"}]
    return json.dumps({"text": WORDS, "denotations": said, "relations": links}).encode()


def _instance() -> bytes:
    said = [{"schema": "s", "name": "actor", "start": 0, "end": 7}]
    return json.dumps({"user_id": "anna", "instance_id": "1", "displayed_text": WORDS,
                       "span_annotations": said}).encode()  # fmt: skip


def _without_texts(folder: Path) -> Path:
    """Give a good file of work whose texts are elsewhere."""
    with Project.create(folder / "source.annotator", SCHEME) as project:
        (folder / "in.jsonl").write_bytes(written(rich(), format_named("jsonl")))
        done(import_files(project, [folder / "in.jsonl"]))
        done(export(project, folder / "sample.jsonl", Plan(texts=False)))
    for rest in (*folder.glob("source.annotator*"), *folder.glob("sample.m*"),
                 *folder.glob("*.md"), folder / "in.jsonl"):  # fmt: skip
        rest.unlink()
    return folder / "sample.jsonl"


_FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "odt": (".odt", _office), "epub": (".epub", _book), "pdf": (".pdf", _page),
    "pubannotation": (".json", _denotations), "potato": (".jsonl", _instance),
    "coref-conll": (".conll", TYPED.encode),
}  # fmt: skip


def made(name: str, suffix: str, folder: Path) -> Path | None:
    """Give a good file of a format, or None where none is made here."""
    if name == "tagtog":
        return tagtog(folder)
    if name == "textless":
        return _without_texts(folder)
    if name in _FILES:
        suffix, make = _FILES[name]
        path = folder / f"sample{suffix}"
        path.write_bytes(make())
        return path
    if name in SEEDS:
        path = folder / f"sample{suffix}"
        path.write_bytes(SEEDS[name](folder))
        return path
    return None
