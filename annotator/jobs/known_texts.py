"""The articles of a project by the hashes of their texts, for files that hold no texts."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from annotator.core.article import Article

if TYPE_CHECKING:
    from annotator.storage.project import Project

_SHA256 = re.compile("[0-9a-f]{64}")


def known_texts(project: "Project") -> Callable[[str], Article | None]:
    """Give what gives the article whose text has a SHA-256, or None."""

    def article(sha256: str) -> Article | None:
        wanted = sha256.lower()
        known = project.article_by_hash(wanted) if _SHA256.fullmatch(wanted) else None
        return project.article(known) if known else None

    return article
