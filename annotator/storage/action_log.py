"""What was done in a project, row by row, and what undo takes back next."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from annotator.core.changes import ChangeSet
from annotator.core.errors import DamagedProject
from annotator.core.history import History, Kind
from annotator.core.identifiers import new_id, now
from annotator.storage import log, rows
from annotator.storage.imported import standing
from annotator.storage.queries import Queries, readable
from annotator.storage.tables import TABLES
from annotator.storage.writing import Writer

_action = TABLES["action"]
LogRow = tuple[object, ...]
"""A row of the log: number, id, kind, target, name, annotator, time, payload, hash."""


class ActionLog:
    """The edit log of an open project. It holds numbers and names; payloads stay in the file."""

    def __init__(self, queries: Queries, path: Path) -> None:
        """Read which actions there are; DamagedProject when they do not fit each other."""
        self._queries = queries
        columns = (_action.c.number, _action.c.kind, _action.c.target, _action.c.name)
        found = queries.all(select(*columns).order_by(_action.c.number))
        try:
            self.history = History((number, kind, target) for number, kind, target, _ in found)
        except ValueError as error:
            raise DamagedProject(
                f"{path} is damaged: {error}.", "Restore a backup copy."
            ) from error
        self._names: dict[int, str] = {row[0]: row[3] for row in found}
        self.last: int = found[-1][0] if found else 0
        head = queries.one(select(_action.c.hash).order_by(_action.c.number.desc()).limit(1))
        self.head: bytes = head[0] if head else log.NO_HASH

    def name_of(self, number: int | None) -> str | None:
        """Give the name of an action, or None."""
        return None if number is None else self._names[number]

    def write(
        self, writer: Writer, kind: Kind, target: int | None, name: str, annotator: str,
        payload: str,
    ) -> LogRow:  # fmt: skip
        """Write a row in a transaction; `follow` it once that is durable."""
        row = (self.last + 1, rows.blob(new_id()), kind, target, name, annotator, now(), payload)
        whole = (*row, log.chained(self.head, row))
        self.insert(writer, whole)
        return whole

    @staticmethod
    def insert(writer: Writer, row: LogRow) -> None:
        """Write a row as it is."""
        writer.raw.execute(writer.insertion("action"), row)

    def rows_after(self, number: int) -> Iterator[LogRow]:
        """Give the rows after a number, one after the other."""
        for (each,) in self._queries.all(
            select(_action.c.number).where(_action.c.number > number).order_by(_action.c.number)
        ):
            yield tuple(self._queries.one(select(_action).where(_action.c.number == each)))

    def follow(self, row: LogRow) -> None:
        """Bring what is held in memory up to a row that is now durable."""
        number, _, kind, target, name, *_, head = row
        self.last, self.head = int(number), bytes(head)  # type: ignore[call-overload]
        self._names[self.last] = str(name)
        self.history.record(self.last, kind, target)  # type: ignore[arg-type]

    def action(self, number: int, *, undone: bool) -> log.Action:
        """Give what an action changed, as it was done.

        An import's log row only names what it added: the values are read from the tables while
        it stands, from the log row of its undoing when it is undone.
        """
        found = self._payload(_action.c.number == number)
        if not isinstance(found, log.Imported):
            return found
        if undone:
            undoing = self._payload((_action.c.target == number) & (_action.c.kind == "undo"))
            assert not isinstance(undoing, log.Imported)
            return undoing.inverse
        return ChangeSet(self._names[number], standing(self._queries, found))

    def _payload(self, where: object) -> "log.Action | log.Imported":
        statement = select(_action.c.name, _action.c.payload).where(where)  # type: ignore[arg-type]
        row = self._queries.one(statement.order_by(_action.c.number.desc()).limit(1))
        with readable():
            return log.read(*row)
