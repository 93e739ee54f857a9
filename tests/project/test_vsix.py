"""What a .vsix must hold on each platform: the compiled part of LibCST by name and machine, and nothing stray."""

import runpy
import struct
import zipfile

import pytest

HEADS = {
    "ELF x64": b"\x7fELF\x02\x01\x01" + bytes(11) + struct.pack("<H", 62),
    "ELF arm64": b"\x7fELF\x02\x01\x01" + bytes(11) + struct.pack("<H", 183),
    "Mach-O x64": bytes.fromhex("cffaedfe 07000001"),
    "Mach-O arm64": bytes.fromhex("cffaedfe 0c000001"),
    "PE x64": b"MZ" + bytes(58) + struct.pack("<I", 128) + bytes(64) + b"PE\0\0" + struct.pack("<H", 0x8664),
    "PE arm64": b"MZ" + bytes(58) + struct.pack("<I", 128) + bytes(64) + b"PE\0\0" + struct.pack("<H", 0xAA64),
}
# As LibCST's wheels name the file, for Python 3.12.
NAMES = {
    "linux-x64": ("native.cpython-312-x86_64-linux-gnu.so", "ELF x64"),
    "linux-arm64": ("native.cpython-312-aarch64-linux-gnu.so", "ELF arm64"),
    "alpine-x64": ("native.cpython-312-x86_64-linux-musl.so", "ELF x64"),
    "alpine-arm64": ("native.cpython-312-aarch64-linux-musl.so", "ELF arm64"),
    "darwin-x64": ("native.cpython-312-darwin.so", "Mach-O x64"),
    "darwin-arm64": ("native.cpython-312-darwin.so", "Mach-O arm64"),
    "win32-x64": ("native.cp312-win_amd64.pyd", "PE x64"),
    "win32-arm64": ("native.cp312-win_arm64.pyd", "PE arm64"),
}


@pytest.fixture
def natives(pytestconfig):
    path = pytestconfig.rootpath / "vscode-extension" / "scripts" / "natives.py"
    if not path.exists():
        pytest.skip("the extension is not here")
    return runpy.run_path(str(path))


def test_every_platform_has_a_name(natives):
    assert set(natives["TARGETS"]) == set(NAMES)


@pytest.mark.parametrize("target", NAMES)
def test_a_file_for_each_python_and_machine(natives, target):
    name, machine = NAMES[target]
    wrong_natives = natives["wrong_natives"]
    names = [name.replace("312", python) for python in ("310", "311", "312", "313", "314")]
    if target.startswith("alpine"):
        names[0] = names[0].replace("musl", "gnu")  # as LibCST's wheels for musl have it
    heads = dict.fromkeys(names, HEADS[machine])
    assert wrong_natives(target, heads) == []
    assert wrong_natives(target, heads | {name: HEADS[machine][:2] + bytes(256)}) == [
        f"{name} was made for something else, not {machine}"
    ]
    for other, (its_name, its_machine) in NAMES.items():
        if other != target:
            said = wrong_natives(target, heads | {its_name: HEADS[its_machine]})
            assert said, other  # a file of another platform, or one of its name for another machine
            assert its_name in said[0]
    del heads[name]
    assert wrong_natives(target, heads) == [f"{name} is missing, for Python 3.12"]


def test_a_vsix_is_looked_into(natives, tmp_path):
    path = tmp_path / "one.vsix"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("extension.vsixmanifest", '<Identity Id="param-lint" TargetPlatform="win32-x64"/>')
        for name in natives["NEEDED"][1:]:
            archive.writestr(name, "")
        archive.writestr("extension/test/unit/probe.test.ts", "")
        for python in ("310", "311", "312", "313"):
            archive.writestr(f"extension/bundled/libs/libcst/native.cp{python}-win_amd64.pyd", HEADS["PE x64"])
    assert natives["wrong"](str(path)) == (
        "win32-x64",
        [
            f"{natives['NEEDED'][0]} is missing",
            "extension/test/unit/probe.test.ts should not be there",
            "native.cp314-win_amd64.pyd is missing, for Python 3.14",
        ],
    )
