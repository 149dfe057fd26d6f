"""`annotator formats`."""

import click


@click.command(epilog="Example: annotator formats")
def formats() -> None:
    """List the formats that can be read and written."""
    from annotator.formats.registry import formats as known

    for item in known():
        ways = " and ".join(w for w, f in (("read", item.read), ("write", item.write)) if f)
        click.echo(f"{item.name:<8}{ways:<15}{' '.join(item.suffixes):<18}{item.description}")
        if item.loses:
            click.echo(f"{'':<23}does not carry: {', '.join(item.loses)}")
