"""Puts the server and what it needs into `bundled/libs`, for one platform and all Pythons that are supported.

    python scripts/bundle.py [TARGET]     a target of `vsce package --target`; default: this machine's
    python scripts/bundle.py --try        only sees whether there is a LibCST for every platform and Python

Everything is pure Python except LibCST's `native`. Its wheels differ between Pythons in that one file, whose name tells
the Python, so that one folder can hold it for each of them: the extension then needs no network and no pip.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

from natives import HEAD, PYTHONS, TARGETS, wrong_natives

EXTENSION = Path(__file__).resolve().parents[1]
LIBS = EXTENSION / "bundled" / "libs"
LEFT_OUT = ("tests", "codemod", "bin", "__pycache__")  # of LibCST and others: nothing that runs here


def main(target: str) -> None:
    """Make `bundled/libs` anew."""
    shutil.rmtree(LIBS, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pip("wheel", "--no-deps", "--wheel-dir", folder, str(EXTENSION.parent))
        for wheel in work.glob("param_lint-*.whl"):
            unpack(wheel)
        pure = ("--only-binary=:all:", "--no-deps", "--platform=any", "--python-version=3.10", "--implementation=py")
        pip("download", *pure, "--dest", str(work / "pure"), "--requirement", str(LIBS.parent / "requirements.txt"))
        for wheel in (work / "pure").glob("*.whl"):
            unpack(wheel)
        for wheel in wheels([target], work / "libcst"):
            unpack(wheel)
    heads = {path.name: path.read_bytes()[:HEAD] for path in (LIBS / "libcst").glob("native.*")}
    problems = wrong_natives(target, heads)
    if problems:
        sys.exit("\n".join(problems))
    size = sum(path.stat().st_size for path in LIBS.rglob("*") if path.is_file())
    print(f"{target}: {size / 1e6:.1f} MB, {', '.join(sorted(heads))}")


def try_all() -> None:
    """Fetch LibCST for every platform and Python, and look at what was compiled."""
    with tempfile.TemporaryDirectory() as folder:
        fetched = wheels(list(TARGETS), Path(folder))
        for target in TARGETS:
            heads = {}
            for wheel in fetched:
                if wheel.parent.parent.name == target:
                    with zipfile.ZipFile(wheel) as archive:
                        names = [name for name in archive.namelist() if name.startswith("libcst/native.")]
                        heads |= {name.rpartition("/")[2]: archive.open(name).read(HEAD) for name in names}
            problems = wrong_natives(target, heads)
            if problems:
                sys.exit("\n".join(problems))
            print(f"{target}: LibCST {TARGETS[target].libcst} for Python {', '.join(PYTHONS)}")


def wheels(targets: list[str], into: Path) -> list[Path]:
    """Fetch LibCST's wheel of each platform and Python, four at a time: into/TARGET/PYTHON/libcst-….whl."""

    def fetch(wanted: tuple[str, str]) -> list[Path]:
        name, python = wanted
        target, folder = TARGETS[name], into / name / python
        tags = (f"--platform={each}" for each in target.wheels)
        options = ("--only-binary=:all:", "--no-deps", f"--python-version={python}", *tags, "--dest", str(folder))
        pip("download", *options, f"libcst=={target.libcst}")
        return list(folder.glob("*.whl"))

    with ThreadPoolExecutor(4) as pool:
        return [wheel for found in pool.map(fetch, product(targets, PYTHONS)) for wheel in found]


def pip(command: str, *arguments: str) -> None:
    """Run pip of this Python, quietly."""
    subprocess.run(
        [sys.executable, "-m", "pip", command, "--quiet", "--disable-pip-version-check", *arguments], check=True
    )


def unpack(wheel: Path) -> None:
    """Unpack a wheel; its licences and metadata come along, its tests and commands do not."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if not set(Path(name).parts).intersection(LEFT_OUT):
                archive.extract(name, LIBS)


def this_machine() -> str:
    """Give the target that runs here."""
    system = {"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}[platform.system()]
    return f"{system}-{'arm64' if platform.machine().lower() in ('arm64', 'aarch64') else 'x64'}"


if __name__ == "__main__":
    if "--try" in sys.argv[1:]:
        try_all()
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else this_machine())
