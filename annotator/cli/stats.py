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
        **_more(project),
        "by_label": dict(counts.by_label),
        "by_annotator": dict(counts.by_annotator),
        "by_state": {
            name: dict(project.counts(annotator=name).by_state) for name in project.annotators()
        },
    }


def _more(project: "Project") -> dict[str, int]:
    """Give how many further sources and groups of copies there are, where there are any."""
    from annotator.core.source import Source
    from annotator.jobs.find_copies import linked

    counts = {"more_sources": len(project.records(Source)), "copy_groups": len(linked(project))}
    return {name: count for name, count in counts.items() if count}


def _table(facts: dict[str, Any]) -> str:
    rows: list[tuple[str, str]] = []
    for key, value in facts.items():
        if not isinstance(value, dict):
            said = f"{value:,}" if isinstance(value, int) else value
            rows.append((key.replace("_", " "), said))
        elif value:
            rows.append((key.replace("_", " "), ""))
            rows += [(f"  {name}", _shown(part)) for name, part in sorted(value.items())]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}".rstrip() for name, value in rows)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{n:,} {name.replace('_', ' ')}" for name, n in value.items() if n)
    return f"{value:,}"
