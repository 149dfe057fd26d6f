"""Damage of every kind, seeded: what is done to the files of a project."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

PAGE = 4096


def bit_flips(count: int) -> Callable[[bytearray, Random], None]:
    def damage(data: bytearray, rng: Random) -> None:
        for _ in range(count):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)

    return damage


def page(filling: str) -> Callable[[bytearray, Random], None]:
    def damage(data: bytearray, rng: Random) -> None:
        pages = len(data) // PAGE
        at = rng.randrange(1, pages) * PAGE
        if filling == "zero":
            data[at : at + PAGE] = bytes(PAGE)
        elif filling == "random":
            data[at : at + PAGE] = rng.randbytes(PAGE)
        else:
            other = rng.randrange(1, pages) * PAGE
            data[at : at + PAGE], data[other : other + PAGE] = (
                data[other : other + PAGE], data[at : at + PAGE],
            )  # fmt: skip

    return damage


def truncation(data: bytearray, rng: Random) -> None:
    del data[rng.randrange(50, len(data)) :]


def header(data: bytearray, rng: Random) -> None:
    data[rng.randrange(100)] ^= 1 << rng.randrange(8)


DAMAGES: dict[str, Callable[[bytearray, Random], None]] = {
    "one bit": bit_flips(1), "20 bits": bit_flips(20), "zero page": page("zero"),
    "random page": page("random"), "swapped pages": page("swapped"), "truncated": truncation,
    "header": header, "wal": bit_flips(1),
}  # fmt: skip


def damaged(source: Path, folder: Path, seed: int) -> tuple[Path, str]:
    """Copy a project and its log to a folder and damage the copy; gives it and the kind."""
    rng = Random(seed)
    kind = list(DAMAGES)[seed % len(DAMAGES)]
    for ending in ("", "-wal"):
        if source.with_name(source.name + ending).exists():
            shutil.copy(source.with_name(source.name + ending), folder / (source.name + ending))
    path = folder / source.name
    victim = path.with_name(path.name + "-wal") if kind == "wal" else path
    data = bytearray(victim.read_bytes())
    DAMAGES[kind](data, rng)
    victim.write_bytes(data)
    return path, kind
