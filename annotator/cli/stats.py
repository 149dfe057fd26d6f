"""`annotator stats`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.arguments import GivenPath

if TYPE_CHECKING:
    from annotator.storage.project import Project


@click.command(epilog="Example: annotator stats study.annotator --json")
@click.argument("project", type=GivenPath())
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
def stats(project: Path, as_json: bool) -> None:
    """Say how much there is in a project."""
    from annotator.cli.project_file import opened

    with opened(project) as source:
        facts = _facts(source)
    click.echo(json.dumps(facts, ensure_ascii=False) if as_json else _table(facts))


def _facts(project: "Project") -> dict[str, Any]:
    counts = project.counts()
    return {
        "project": project.name,
        "scheme": project.scheme.name,
        "articles": counts.articles,
        "annotations": counts.annotations,
        "relations": counts.relations,
        "by_label": dict(counts.by_label),
        "by_annotator": dict(counts.by_annotator),
        "by_state": {
            name: dict(project.counts(annotator=name).by_state) for name in project.annotators()
        },
    }


def _table(facts: dict[str, Any]) -> str:
    rows: list[tuple[str, str]] = []
    for key, value in facts.items():
        if not isinstance(value, dict):
            rows.append((key, f"{value:,}" if isinstance(value, int) else value))
        elif value:
            rows.append((key.replace("_", " "), ""))
            rows += [(f"  {name}", _shown(part)) for name, part in sorted(value.items())]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}".rstrip() for name, value in rows)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in value.items() if n)
    return f"{value:,}"
