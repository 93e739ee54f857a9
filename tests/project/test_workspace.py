"""What an analysis can read of a workspace, and what it cannot."""

import os

import pytest

from param_lsp.analysis import analyze
from param_lsp.settings import Settings
from param_lsp.source.read import python_source
from param_lsp.workspace import READ_LIMIT, FolderWorkspace, path_of


@pytest.fixture
def folder(tmp_path):
    root = tmp_path / "root"
    for name, text in {
        "main.py": "",
        "layers.py": "x = 1",
        "pkg/__init__.py": "p = 1",
        "pkg/deep/__init__.py": "",
        "pkg/deep/code.py": "",
        "pkg/block.py": "b = 1",
        "src/lib/net.py": "n = 1",
        "bare/mod.py": "m = 1",
        "data/train/cat/1.jpg": "",
        "data/train/dog/1.jpg": "",
        "data/train/labels.csv": "a,b\n1,2\n",
        "env/pyvenv.cfg": "",
        "env/tool.py": "",
        "node_modules/x.py": "",
        "lib/site-packages/numpy.py": "",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "outside.py").write_text("secret = 1")
    return root


def found(workspace, importer, name, level=0):
    module = workspace.module(str(importer), name, level)
    return module and os.path.relpath(module[0], workspace.root).replace(os.sep, "/")


@pytest.mark.parametrize(
    ("importer", "name", "level", "expected"),
    [
        ("main.py", "layers", 0, "layers.py"),
        ("main.py", "pkg", 0, "pkg/__init__.py"),
        ("main.py", "pkg.block", 0, "pkg/block.py"),
        ("main.py", "lib.net", 0, "src/lib/net.py"),
        ("main.py", "bare", 0, None),  # a namespace package has no text
        ("main.py", "bare.mod", 0, "bare/mod.py"),
        ("pkg/deep/code.py", "layers", 0, "layers.py"),
        ("pkg/deep/code.py", "", 1, "pkg/deep/__init__.py"),
        ("pkg/deep/code.py", "block", 2, "pkg/block.py"),
        ("pkg/deep/code.py", "", 2, "pkg/__init__.py"),
        ("pkg/__init__.py", "block", 1, "pkg/block.py"),
        ("pkg/deep/code.py", "outside", 4, None),
        ("pkg/deep/code.py", "x", 99, None),
        ("main.py", "keras", 0, None),
        ("main.py", "", 0, None),
        ("pkg/deep/code.py", "block", 0, "pkg/block.py"),  # after sys.path.append("..")
        ("pkg/deep/code.py", "outside", 0, None),
        ("main.py", "..outside", 0, None),
        ("main.py", "node_modules.x", 0, None),
        ("main.py", "env.tool", 0, None),
        ("lib/a.py", "site-packages.numpy", 0, None),
    ],
)
def test_modules_are_found_as_python_finds_them(folder, importer, name, level, expected):
    assert found(FolderWorkspace(folder), folder / importer, name, level) == expected


def test_a_module_comes_back_in_the_manner_of_its_importer(folder, monkeypatch):
    workspace = FolderWorkspace(folder)
    monkeypatch.chdir(folder)
    assert workspace.module("main.py", "layers", 0) == ("layers.py", "x = 1")
    assert workspace.module(str(folder / "main.py"), "layers", 0)[0] == str(folder / "layers.py")
    assert workspace.module((folder / "main.py").as_uri(), "layers", 0)[0] == (folder / "layers.py").as_uri()


def test_links_that_lead_outside_are_not_followed(folder):
    (folder / "link.py").symlink_to(folder.parent / "outside.py")
    (folder / "loop.py").symlink_to(folder / "loop.py")
    (folder / "up").symlink_to(folder.parent)
    (folder / "inner.py").symlink_to(folder / "layers.py")
    workspace = FolderWorkspace(folder)
    assert found(workspace, folder / "main.py", "link") is None
    assert found(workspace, folder / "main.py", "loop") is None
    assert found(workspace, folder / "main.py", "up.outside") is None
    assert found(workspace, folder / "main.py", "inner") == "inner.py"


@pytest.mark.parametrize(
    "path", ["../outside.py", "/etc/hostname", "up/../../outside.py", "", "\0", "x" * 5000, "~", "data"]
)
def test_what_is_outside_or_no_file_is_not_read(folder, path):
    workspace = FolderWorkspace(folder)
    assert workspace.read_text(str(folder / "main.py"), path) is None


def test_texts_are_found_from_the_file_and_from_the_root(folder):
    workspace = FolderWorkspace(folder)
    assert workspace.read_text(str(folder / "main.py"), "data/train/labels.csv").text == "a,b\n1,2\n"
    assert workspace.read_text(str(folder / "pkg/block.py"), "data/train/labels.csv").complete
    assert workspace.read_text(str(folder / "data/train/a.py"), "labels.csv").complete


def test_a_large_file_is_cut_at_a_line_and_no_module(folder):
    (folder / "large.csv").write_text("é,1\n" * (READ_LIMIT // 4))
    (folder / "large.py").write_text("x = 1\n" * (READ_LIMIT // 5))
    workspace = FolderWorkspace(folder)
    text = workspace.read_text(str(folder / "main.py"), "large.csv")
    assert not text.complete
    assert text.text.endswith("é,1\n")
    assert len(text.text.encode()) <= READ_LIMIT
    assert found(workspace, folder / "main.py", "large") is None


def test_a_changed_file_is_read_again(folder):
    workspace = FolderWorkspace(folder)
    importer = str(folder / "main.py")
    assert workspace.module(importer, "layers", 0)[1] == "x = 1"
    (folder / "layers.py").write_text("x = 22")
    assert workspace.module(importer, "layers", 0)[1] == "x = 22"
    (folder / "layers.py").unlink()
    assert workspace.module(importer, "layers", 0) is None


def test_a_new_file_is_found_at_once(folder):
    """What a folder holds is remembered for as long as its time stays."""
    os.utime(folder, (1_000_000_000, 1_000_000_000))
    workspace = FolderWorkspace(folder)
    importer = str(folder / "main.py")
    assert workspace.module(importer, "news", 0) is None
    assert workspace.module(importer, "news", 0) is None
    (folder / "news.py").write_text("x = 3")
    assert workspace.module(importer, "news", 0)[1] == "x = 3"
    (folder / "news.py").unlink()
    assert workspace.module(importer, "news", 0) is None
    (folder / "news").mkdir()
    (folder / "news" / "__init__.py").write_text("x = 4")
    assert workspace.module(importer, "news", 0)[1] == "x = 4"


def test_what_is_no_regular_file_is_not_opened(folder):
    """Opening a pipe would wait for its writer."""
    os.mkfifo(folder / "pipe.py")
    assert FolderWorkspace(folder).module(str(folder / "main.py"), "pipe", 0) is None


def test_folders_are_listed_within_limits(folder, monkeypatch):
    workspace = FolderWorkspace(folder)
    assert workspace.folders(str(folder / "main.py"), "data/train") == ("cat", "dog")
    assert workspace.folders(str(folder / "main.py"), "..") is None
    assert workspace.folders(str(folder / "main.py"), "data/nothing") is None
    monkeypatch.setattr("param_lsp.workspace.FOLDER_LIMIT", 2)
    assert workspace.folders(str(folder / "main.py"), "data/train") is None


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a b.py", "a b.py"),
        ("file:///w/a%20b.py", "/w/a b.py"),
        ("vscode-notebook-cell:///w/a.ipynb#X1", "/w/a.ipynb"),
        ("untitled:Untitled-1", None),
        ("https://example.org/a.py", None),
        ("", None),
    ],
)
def test_the_file_behind_a_source_path(name, path):
    found = path_of(name)
    assert (found and found.as_posix()) == path


def test_data_files_stay_closed_where_a_setting_says_so(tmp_path):
    """Modules are still read, and a new setting is taken in by the next analysis."""
    (tmp_path / "people.csv").write_text("a,b,c\n1,2,3\n")
    (tmp_path / "sizes.py").write_text("units = 5\n")
    text = (
        "import keras\nimport pandas as pd\nfrom sizes import units\nx = pd.read_csv('people.csv').values\n"
        "m = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Dense(units)])\n"
    )
    source, workspace = python_source(str(tmp_path / "a.py"), text), FolderWorkspace(tmp_path)
    closed = analyze(source, Settings(read_data=False), workspace)
    assert [row.output_shape for row in closed.report.models[0].rows] == [(None, 5)]
    assert not closed.report.models[0].complete
    opened = analyze(source, Settings(), workspace, closed)
    assert opened.report.models[0].totals.params == 20
    assert not analyze(source, Settings(read_data=False), workspace, opened).report.models[0].complete
