"""Puts the server and what it needs into `bundled/libs`, for one platform and all Pythons that are supported.

    python scripts/bundle.py [TARGET]     a target of `vsce package --target`; default: this machine's

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
from pathlib import Path

EXTENSION = Path(__file__).resolve().parents[1]
LIBS = EXTENSION / "bundled" / "libs"
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
LIBCST = "1.9.0"
# VS Code's name of a platform → LibCST's version (the last that has wheels for it), and what its wheels are for.
TARGETS = {
    "linux-x64": (LIBCST, ("manylinux_2_28_x86_64", "manylinux2014_x86_64")),
    "linux-arm64": (LIBCST, ("manylinux_2_28_aarch64", "manylinux2014_aarch64")),
    "alpine-x64": (LIBCST, ("musllinux_1_2_x86_64",)),
    "alpine-arm64": (LIBCST, ("musllinux_1_2_aarch64",)),
    "darwin-arm64": (LIBCST, ("macosx_11_0_arm64",)),
    "darwin-x64": ("1.8.6", ("macosx_10_12_x86_64",)),
    "win32-x64": (LIBCST, ("win_amd64",)),
    "win32-arm64": (LIBCST, ("win_arm64",)),
}
LEFT_OUT = ("tests", "codemod", "bin", "__pycache__")  # of LibCST and others: nothing that runs here


def main(target: str) -> None:
    """Make `bundled/libs` anew."""
    version, platforms = TARGETS[target]
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
        for python in PYTHONS:
            wanted = [f"--platform={name}" for name in platforms]
            into = work / python
            options = ("--only-binary=:all:", "--no-deps", f"--python-version={python}", *wanted, "--dest", str(into))
            pip("download", *options, f"libcst=={version}")
            for wheel in into.glob("*.whl"):
                unpack(wheel)
    natives = sorted(path.name for path in (LIBS / "libcst").glob("native.*"))
    if len(natives) != len(PYTHONS):
        sys.exit(f"LibCST's native is there for {natives} only")
    size = sum(path.stat().st_size for path in LIBS.rglob("*") if path.is_file())
    print(f"{target}: {size / 1e6:.1f} MB, {', '.join(natives)}")


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
    main(sys.argv[1] if len(sys.argv) > 1 else this_machine())
