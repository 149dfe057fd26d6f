"""Sets up what `make` needs: a virtual environment, pinned packages, system libraries for Qt.

Standard library only, since nothing else is there yet. What is done already is not done again:
a stamp in `.venv` names the constraints, the Python and the packages that it was made from.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMPS = {"run": VENV / "ready-to-run", "dev": VENV / "ready-to-develop"}
CONSTRAINTS = {
    "run": ROOT / "packaging" / "constraints.txt",
    "dev": ROOT / "packaging" / "constraints-dev.txt",
}
LIBRARIES = {
    # a file of the library, and the Debian packages that hold it (newer name last)
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libglib-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
}
FONTS = ("fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji")
NOTO = Path("/usr/share/fonts/truetype/noto")


def main() -> None:
    """Set up for running, or with `dev` for developing."""
    kind = "dev" if "dev" in sys.argv[1:] else "run"
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have any Python
        sys.exit(f"Annotator needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if sys.platform.startswith("linux"):
        install_system_packages()
    # What developing needs holds all that running needs.
    if not (is_ready("dev") or (kind == "run" and is_ready("run"))):
        install(kind)
        STAMPS[kind].write_text(fingerprint(kind))
    compile_modules()


def compile_modules() -> None:
    """Compile our modules beforehand, as an installed package's are: a fifth of a second a start.

    What is compiled already costs a look at its time.
    """
    subprocess.run([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "annotator")])


def is_ready(kind: str) -> bool:
    """Say whether the set-up was made from what is here now."""
    stamp = STAMPS[kind]
    there = PYTHON.exists() and stamp.is_file()  # its Python may have been uninstalled
    return there and stamp.read_text() == fingerprint(kind)


def fingerprint(kind: str) -> str:
    """Give what the set-up is made from."""
    digest = hashlib.sha256()
    for path in (CONSTRAINTS[kind], ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def install(kind: str) -> None:
    """Make the environment and put the pinned packages and the project itself into it."""
    if not usable(PYTHON):
        say("making .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True)
    say("installing the pinned packages (once; a minute or two)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--require-hashes", "-r", str(CONSTRAINTS[kind])])
    run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def usable(python: Path) -> bool:
    """Say whether the environment's Python runs and is new enough."""
    return succeeds([str(python), "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"])


def install_system_packages() -> None:
    """Install what Qt and `venv` need of the system, where that is possible; else say how."""
    missing = missing_packages()
    if not missing:
        return
    if not shutil.which("apt-get"):
        say("Qt may need these libraries of your system (Debian's names): " + spelled(missing))
        return
    by_hand = "sudo apt-get install -y " + spelled(missing)
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and not succeeds([*rights, "true"]):
        say("Some packages of your system are missing. Please run this line, then make again:")
        say("  " + by_hand)
        return
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    say("installing what Qt needs of your system")
    subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL)
    # Names are chosen only now: a bare system has no package lists before the update.
    names = [known(each) for each in [*missing, *missing_fonts()]]
    install = [*apt, "install", "-y", "--no-install-recommends", *filter(None, names)]
    if subprocess.run(install, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode:
        say("That did not work. If the window does not open, run: " + by_hand)


def missing_packages() -> list[tuple[str, ...]]:
    """Give the Debian packages that are not on this machine, each with its possible names."""
    ldconfig = shutil.which("ldconfig", path="/sbin:/usr/sbin:/bin:/usr/bin")
    if ldconfig is None:
        return []  # no ordinary Linux, so there is nothing to say about its packages
    listed = subprocess.run([ldconfig, "-p"], capture_output=True, text=True).stdout
    missing = [names for file, names in LIBRARIES.items() if file not in listed]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append((f"python3.{sys.version_info.minor}-venv", "python3-venv"))
    return missing


def missing_fonts() -> list[tuple[str, ...]]:
    """Give the fonts for all scripts and emoji. Nobody is asked for them: they come along."""
    return [] if NOTO.is_dir() else [(font,) for font in FONTS]


def known(names: tuple[str, ...]) -> str | None:
    """Give the first of some names that this system's package lists know, if any."""
    return next((name for name in names if succeeds(["apt-cache", "show", name])), None)


def spelled(missing: list[tuple[str, ...]]) -> str:
    """Give the packages as one would type them, by the names of this system."""
    return " ".join(known(names) or names[0] for names in missing)


def succeeds(command: list[str]) -> bool:
    """Say whether a command is there and ends well; it shows nothing."""
    try:
        return subprocess.run(command, capture_output=True).returncode == 0
    except OSError:
        return False


def run(command: list[str]) -> None:
    """Run a command; end with its exit code when it fails."""
    done = subprocess.run(command, cwd=ROOT)
    if done.returncode != 0:
        sys.exit(f"This did not work: {' '.join(command)}")


def say(text: str) -> None:
    """Tell on stderr what is being done."""
    print(f"annotator: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
