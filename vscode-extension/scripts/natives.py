"""LibCST's compiled part, `native`: its name and machine on each platform, and whether a .vsix holds the right ones.

    python scripts/natives.py FILE.vsix…

Python chooses among several `native` by the end of their names, and an operating system loads what was made for its
processor alone. So both are looked at: the name, and the machine that the first bytes of the file state.
"""

from __future__ import annotations

import re
import struct
import sys
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
FOLDER = "extension/bundled/libs/"
# Without these, nothing runs on any platform.
NEEDED = (
    "extension/package.json",
    "extension/package.nls.json",
    "extension/package.nls.ko.json",
    "extension/out/extension.js",
    "extension/bundled/launch.py",
    *(f"{FOLDER}{name}" for name in ("param_lsp/main.py", "param_lsp/languages/ko.json", "libcst/__init__.py")),
    *(
        f"{FOLDER}{name}/__init__.py"
        for name in ("attr", "attrs", "cattrs", "lsprotocol", "pathspec", "pygls", "tomli")
    ),
    f"{FOLDER}typing_extensions.py",
)
STRAY = re.compile(r"/(tests?|__pycache__|node_modules|src|scripts)/|\.(ts|map|pyc)$")
_ELF, _MACH, _PE = b"\x7fELF", b"\xcf\xfa\xed\xfe", b"MZ"
HEAD = 4096  # bytes of a file in which its machine is stated


@dataclass(frozen=True, slots=True)
class Target:
    """A platform of VS Code.

    Arguments:
        libcst: the last version of LibCST that has wheels for it.
        wheels: what its wheels may be tagged with; it can differ between Pythons.
        end: of the name of `native`, where `{python}` is a version such as 312.
        machine: what such a file states that it was made for.
        end_310: of the name for Python 3.10, where that differs: its own sources did not know musl yet.
    """

    libcst: str
    wheels: tuple[str, ...]
    end: str
    machine: str
    end_310: str = ""

    def natives(self) -> dict[str, str]:
        """Give the file for each Python: version → name."""
        ends = dict.fromkeys(PYTHONS, self.end) | ({"3.10": self.end_310} if self.end_310 else {})
        return {python: f"native{end.format(python=python.replace('.', ''))}" for python, end in ends.items()}


LIBCST = "1.9.0"
TARGETS = {
    "linux-x64": Target(
        LIBCST, ("manylinux_2_28_x86_64", "manylinux2014_x86_64"), ".cpython-{python}-x86_64-linux-gnu.so", "ELF x64"
    ),
    "linux-arm64": Target(
        LIBCST,
        ("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
        ".cpython-{python}-aarch64-linux-gnu.so",
        "ELF arm64",
    ),
    "alpine-x64": Target(
        LIBCST,
        ("musllinux_1_2_x86_64",),
        ".cpython-{python}-x86_64-linux-musl.so",
        "ELF x64",
        ".cpython-310-x86_64-linux-gnu.so",
    ),
    "alpine-arm64": Target(
        LIBCST,
        ("musllinux_1_2_aarch64",),
        ".cpython-{python}-aarch64-linux-musl.so",
        "ELF arm64",
        ".cpython-310-aarch64-linux-gnu.so",
    ),
    "darwin-arm64": Target(LIBCST, ("macosx_11_0_arm64",), ".cpython-{python}-darwin.so", "Mach-O arm64"),
    "darwin-x64": Target(
        "1.8.6",
        ("macosx_10_12_x86_64", "macosx_10_13_x86_64", "macosx_10_15_x86_64"),
        ".cpython-{python}-darwin.so",
        "Mach-O x64",
    ),
    "win32-x64": Target(LIBCST, ("win_amd64",), ".cp{python}-win_amd64.pyd", "PE x64"),
    "win32-arm64": Target(LIBCST, ("win_arm64",), ".cp{python}-win_arm64.pyd", "PE arm64"),
}


def machine(head: bytes) -> str:
    """Tell for what a compiled file was made, from its first bytes: "ELF x64"; empty for what is not known.

    The places are those of the System V ABI (`e_machine`), of Apple's `mach_header_64` (`cputype`), and of Microsoft's
    PE format (`Machine`, behind the signature to which offset 0x3c leads).
    """
    if head.startswith(_ELF):
        (code,) = struct.unpack_from("<H", head, 18)
        return {0x3E: "ELF x64", 0xB7: "ELF arm64"}.get(code, "")
    if head.startswith(_MACH):
        (code,) = struct.unpack_from("<I", head, 4)
        return {0x0100_0007: "Mach-O x64", 0x0100_000C: "Mach-O arm64"}.get(code, "")
    if head.startswith(_PE):
        (at,) = struct.unpack_from("<I", head, 0x3C)
        if head[at : at + 4] == b"PE\0\0":
            (code,) = struct.unpack_from("<H", head, at + 4)
            return {0x8664: "PE x64", 0xAA64: "PE arm64"}.get(code, "")
    return ""


def wrong_natives(target: str, heads: Mapping[str, bytes]) -> list[str]:
    """List what is wrong with the compiled files of a platform.

    Arguments:
        target: a target of `vsce package --target`.
        heads: the files `native.*` below `libcst`: name → its first `HEAD` bytes.
    """
    wanted = TARGETS[target].natives()
    said = [f"{name} is missing, for Python {python}" for python, name in wanted.items() if name not in heads]
    for name, head in heads.items():
        if name not in wanted.values():
            said.append(f"{name} is not for {target}")
        elif machine(head) != TARGETS[target].machine:
            said.append(f"{name} was made for {machine(head) or 'something else'}, not {TARGETS[target].machine}")
    return said


def wrong_names(names: Iterable[str]) -> list[str]:
    """List what a .vsix lacks and what it should not hold, from the names of its files."""
    held = set(names)
    said = [f"{name} is missing" for name in NEEDED if name not in held]
    own = (name for name in held if not name.startswith(FOLDER))
    stray = {name for name in own if STRAY.search(name)} | {name for name in held if "__pycache__" in name}
    return [*said, *(f"{name} should not be there" for name in sorted(stray))]


def wrong(path: str) -> tuple[str, list[str]]:
    """Give the platform that a .vsix is for, and what is wrong in it."""
    with zipfile.ZipFile(path) as archive:
        manifest = archive.read("extension.vsixmanifest").decode("utf-8")
        found = re.search(r'TargetPlatform="([^"]+)"', manifest)
        natives = [name for name in archive.namelist() if name.startswith(f"{FOLDER}libcst/native.")]
        heads = {name.rpartition("/")[2]: archive.open(name).read(HEAD) for name in natives}
        # A .vsix that names no platform was made for the machine that made it.
        target = found[1] if found else next((each for each in TARGETS if not wrong_natives(each, heads)), "linux-x64")
        return target, [*wrong_names(archive.namelist()), *wrong_natives(target, heads)]


def main(paths: list[str]) -> int:
    """Tell of each .vsix, and give the exit status."""
    status = 0
    for path in paths:
        target, problems = wrong(path)
        print(f"{path}: {target}, {'as it should be' if not problems else '; '.join(problems)}")
        status |= bool(problems)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
