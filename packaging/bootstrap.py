"""Sets up what `make` needs: a virtual environment, pinned packages, system libraries for Qt.

Standard library only, since nothing else is there yet. What is done already is not done again:
a stamp in `.venv` names the constraints, the Python and the packages that it was made from.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
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


def main() -> None:
    """Set up for running, or with `dev` for developing."""
    kind = "dev" if "dev" in sys.argv[1:] else "run"
    if sys.version_info < (3, 11):
        sys.exit(f"Annotator needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    # What developing needs holds all that running needs.
    if is_ready("dev") or (kind == "run" and is_ready("run")):
        return
    install(kind)
    if sys.platform.startswith("linux"):
        install_libraries()
    STAMPS[kind].write_text(fingerprint(kind))


def is_ready(kind: str) -> bool:
    """Say whether the set-up was made from what is here now."""
    stamp = STAMPS[kind]
    return stamp.is_file() and stamp.read_text() == fingerprint(kind)


def fingerprint(kind: str) -> str:
    """Give what the set-up is made from."""
    digest = hashlib.sha256()
    for path in (CONSTRAINTS[kind], ROOT / "pyproject.toml", Path(__file__)):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def install(kind: str) -> None:
    """Make the environment and put the pinned packages and the project itself into it."""
    python = BIN / ("python.exe" if os.name == "nt" else "python")
    if not usable(python):
        say("making .venv")
        shutil.rmtree(VENV, ignore_errors=True)
        venv.create(VENV, with_pip=True)
    say("installing the pinned packages (once; a minute or two)")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run([*pip, "--require-hashes", "-r", str(CONSTRAINTS[kind])])
    run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def usable(python: Path) -> bool:
    """Say whether the environment's Python runs and is new enough."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(python), "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def install_libraries() -> None:
    """Install the libraries that Qt needs, where that is possible; else say how."""
    missing = missing_packages()
    if not missing or not shutil.which("apt-get"):
        if missing:
            say("Qt may need these libraries of your system: " + " ".join(missing))
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if rights and subprocess.run([*rights, "true"], capture_output=True).returncode != 0:
        say("Qt needs libraries of your system. Please run this line, then make again:")
        say("  sudo " + " ".join(command))
        return
    say("installing what Qt needs: " + " ".join(missing))
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    keep = ["env", "DEBIAN_FRONTEND=noninteractive"] if rights else []
    subprocess.run([*rights, "apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
    done = subprocess.run([*rights, *keep, *command], env=quiet, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        say("That did not work. If the window does not open, run: sudo " + " ".join(command))


def missing_packages() -> list[str]:
    """Give the Debian packages whose libraries are not on this machine, and fonts if none are."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False)
    missing = [known(names) for file, names in LIBRARIES.items() if file not in listed.stdout]
    if shutil.which("apt-get") and not Path("/usr/share/fonts/truetype/noto").is_dir():
        missing += FONTS
    return missing


def known(names: tuple[str, ...]) -> str:
    """Give the first of some names that this system's package list knows."""
    for name in names[:-1]:
        shown = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)
        if shown.returncode == 0:
            return name
    return names[-1]


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
