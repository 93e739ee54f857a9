"""Which files a folder stands for."""

import pytest

from param_lsp.search import Missing, Named, find_files


@pytest.fixture
def tree(tmp_path, monkeypatch):
    for name in (
        "a.py", "b.ipynb", "c.md", "d.txt", "sub/e.py", "sub/deep/f.py", ".hidden.py", ".tox/g.py", "venv/pyvenv.cfg",
        "venv/h.py", "node_modules/i.py", "__pycache__/j.py", "build/k.py", "sub/build/l.py", "sub/keep.gen.py",
        "sub/drop.gen.py",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("# made\n/build/\n*.gen.py\n[\n")
    (tmp_path / "sub" / ".gitignore").write_text("!keep.gen.py\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths, exclude=()):
    return [found.path for found in find_files(paths, lambda _: (".", tuple(exclude)))]


def test_a_folder_is_searched_as_git_sees_it(tree):
    """Files of a folder come before those of its folders, each sorted; `/build/` is only the one at the top."""
    assert names(".") == ["a.py", "b.ipynb", "sub/e.py", "sub/keep.gen.py", "sub/build/l.py", "sub/deep/f.py"]


def test_paths_are_as_given(tree):
    assert names("sub/deep") == ["sub/deep/f.py"]
    assert names(str(tree / "sub" / "deep")) == [str(tree / "sub" / "deep" / "f.py")]


def test_a_gitignore_above_a_folder_holds_in_it(tree):
    assert names("build") == []
    assert "sub/drop.gen.py" not in names("sub")


def test_what_is_named_is_taken_whatever_it_is(tree):
    assert names("c.md", ".hidden.py", "build/k.py", "d.txt") == ["c.md", ".hidden.py", "build/k.py", "d.txt"]


def test_each_file_once(tree):
    assert names("sub/e.py", "sub", "./sub/e.py").count("sub/e.py") == 1
    assert "./sub/e.py" not in names("sub/e.py", "sub", "./sub/e.py")


def test_exclude_has_the_form_of_a_gitignore(tree):
    assert "sub/e.py" not in names(".", exclude=["sub/"])
    assert names(".", exclude=["*.py"]) == ["b.ipynb"]
    assert "sub/deep/f.py" not in names("sub", exclude=["/sub/deep"])


def test_links_to_folders_are_not_followed(tree):
    (tree / "sub" / "loop").symlink_to(tree)
    assert not [name for name in names(".") if "loop" in name]


def test_kinds(tree):
    assert list(find_files(["a.py", "nothing", "-"])) == [
        Named("a.py"),
        Missing("nothing", next(iter(find_files(["nothing"]))).reason),
        Named("-"),
    ]


def test_a_very_deep_folder(tree):
    deep = tree
    for _ in range(300):
        deep /= "d"
        deep.mkdir()
    (deep / "x.py").touch()
    assert len(names("d")) == 1
