"""`python -m tests.benchmarks [--only NAME]`: one line a figure, ``name value unit``.

A module's `figures()` yields them as they are measured. Modules are found by listing the
package; ``--only`` runs the modules that name the figure (or are called so) and shows only it.
"""

import argparse
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path
from types import ModuleType

from annotator.__main__ import collect_seldom


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--only", metavar="NAME", default="", help="a figure or a module")
    only = parser.parse_args().only
    collect_seldom()  # as the program does
    for module in _modules():
        name = module.__name__.rpartition(".")[2]
        if only and only != name and f'"{only}"' not in inspect.getsource(module):
            continue
        for figure, value, unit in module.figures():
            if only in ("", name, figure):
                print(f"{figure} {value:.3f} {unit}", flush=True)


def _modules() -> list[ModuleType]:
    here = Path(__file__).parent
    names = sorted(found.name for found in pkgutil.iter_modules([str(here)]))
    modules = [import_module(f"tests.benchmarks.{name}") for name in names if name != "__main__"]
    return [module for module in modules if hasattr(module, "figures")]


if __name__ == "__main__":
    main()
