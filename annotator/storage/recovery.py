"""A new project out of a damaged one, its witness and its newest backup; counted."""

import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import SAID, ChangeSet, Value, added, key_of
from annotator.core.errors import DamagedProject, ProjectError
from annotator.core.palette import PALETTE
from annotator.core.record import Record
from annotator.core.relation import Relation
from annotator.core.scheme import Label, Scheme
from annotator.core.validation import fragments_problem
from annotator.storage.backup import Backup, backups_of_file
from annotator.storage.project import Project
from annotator.storage.records import KINDS
from annotator.storage.salvage import Salvage, articles_met, marks_met, salvaged
from annotator.storage.witness import actions_of_file

_NAME = "Recover a damaged project"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was recovered: ``annotations`` of ``annotations_met``, and where it is."""

    path: Path
    articles: int
    annotations: int
    annotations_met: int
    backup: Backup | None

    def __str__(self) -> str:
        """Give it as a sentence."""
        whole = (
            f"{self.annotations:,} of {self.annotations_met:,} annotations and "
            f"{self.articles:,} articles were recovered into {self.path}."
        )
        if self.backup is not None:
            whole += f" The backup of {self.backup.at[:16].replace('T', ', ')} was used."
        return f"{whole} The damaged file was not touched."


def is_known(path: Path) -> bool:
    """Say whether a backup or the witness on this computer is of the file at a path."""
    return bool(backups_of_file(path) or actions_of_file(path))


def recover(path: Path, target: Path) -> Recovery:
    """Make a new project of all that is sound of a damaged one; the damaged one stays as it is.

    Joined are its rows, its log as far as the chain holds, the witness and the newest backup.
    DamagedProject when nothing was found anywhere, ProjectError when the target is there.
    """
    if target.exists():
        raise ProjectError(f"{target} is there already.", "Choose another name.")
    try:
        with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
            found, actions = salvaged(path, Path(folder))
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror or error}.") from error
    backup = _joined_backup(path, found)
    found.follow(actions)
    found.follow(row for row in actions_of_file(path) if row not in actions)
    found.scheme = found.scheme or _scheme_of_marks(found)
    if not articles_met(found):
        raise DamagedProject(
            f"Nothing could be read of {path}, and no backup of it was found on this computer.",
            "The file was not touched. Look for a copy elsewhere.",
        )
    by_article = _sound(found, found.scheme)
    try:
        _write(target, found, found.scheme, by_article)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    marks = sum(isinstance(v, Annotation) for said in by_article.values() for v in said)
    return Recovery(target, len(by_article), marks, marks_met(found), backup)


def _joined_backup(path: Path, found: Salvage) -> Backup | None:
    """Add what the newest readable backup has and the file lacks or has in another content."""
    for backup in backups_of_file(path):
        try:
            with Project.open(backup.path, read_only=True) as project:
                said = [v for article, values in project.entries() for v in (article, *values)]
                noted = [v for kind in KINDS.values() for v in project.records(kind)]
                scheme = project.scheme
        except ProjectError:
            continue
        found.scheme = found.scheme or scheme
        for value in (*said, *noted):
            here = found.values.get(key_of(value))
            # Of two contents with the same time of change, the one of the verified copy is sound.
            if here is None or getattr(here, "changed", "") == getattr(value, "changed", ""):
                found.take([value])
        return backup
    return None


def _scheme_of_marks(found: Salvage) -> Scheme:
    """Give a scheme with the labels that were used, where no scheme can be read any more."""
    used = sorted({v.label for v in found.values.values() if isinstance(v, Annotation)})
    labels = tuple(Label(one, one, PALETTE[n % len(PALETTE)]) for n, one in enumerate(used))
    return Scheme("recovered", "Recovered", "1", labels)


def _sound(found: Salvage, scheme: Scheme) -> dict[str, list[Value]]:
    """Give by article what is said of it and can be so: words, label, ends of relations."""
    articles = {article.id: article for article in articles_met(found)}
    by_article: dict[str, list[Value]] = {key: [] for key in articles}
    relations = defaultdict(list)
    marks = set()
    for value in found.values.values():
        article = articles.get(getattr(value, "article_id", ""))
        if article is None or not isinstance(value, SAID) or not value.annotator.strip():
            continue
        if isinstance(value, Relation):
            relations[article.id].append(value)
        elif not isinstance(value, Annotation) or _fits(value, article, scheme):
            by_article[article.id].append(value)
            marks.add(getattr(value, "id", ""))
    for key, among in relations.items():
        by_article[key] += [r for r in among if {r.head, r.tail} <= marks and r.head != r.tail]
    return by_article


def _fits(mark: Annotation, article: Article, scheme: Scheme) -> bool:
    return (
        scheme.label(mark.label) is not None
        and not fragments_problem(mark.fragments, mark.quote, article.text)
    )  # fmt: skip


def _write(
    target: Path, found: Salvage, scheme: Scheme, by_article: dict[str, list[Value]]
) -> None:
    with Project.create(target, scheme) as project:
        with project.importing(_NAME, annotator="") as batch:
            for article in articles_met(found):
                with batch.file():
                    batch.add(article, by_article[article.id])
        noted = [v for v in found.values.values() if isinstance(v, Record)]
        if noted:
            project.apply(ChangeSet(_NAME, tuple(map(added, noted))), annotator="")
        said = Counter(getattr(v, "annotator", "") for v in found.values.values())
        del said[""]
        if said:  # who marks is a fact of the file that may be gone
            project.set_setting("annotator", said.most_common(1)[0][0])
        for fault in project.check():
            raise DamagedProject(f"The recovered copy is not sound: {fault}")
