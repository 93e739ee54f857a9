"""The Keras that a project's requirements lead to."""

import pytest

from param_lsp.pins import pinned_keras


@pytest.mark.parametrize(
    ("requirement", "keras"),
    [
        ("keras<3", 2),
        ("keras==2.3.1", 1),
        ("Keras ~= 2.4", 2),
        ("keras==1.2.2", 1),
        ("keras>=3", 3),
        ("keras==3.99", 3),
        ("keras>2.15,<3", 2),
        ("keras", None),
        ("keras>=2", None),
        ("keras @ https://example.org/keras.whl", None),
        ("tensorflow==2.12", 2),
        ("tensorflow-gpu==1.15.0", 2),
        ("tensorflow<2.16", 2),
        ("tensorflow[and-cuda]==2.17.1 ; python_version > '3.8'  # new", 3),
        ("tensorflow>=2.16", 3),
        ("tensorflow>=2.4", None),
        ("tensorflow!=2.3", None),
        ("tensorflow-hub==0.12", None),
        ("numpy<2", None),
        ("-r other.txt", None),
        ("keras==", None),
        ("keras==two", None),
    ],
)
def test_a_line_of_requirements(tmp_path, requirement, keras):
    (tmp_path / "requirements.txt").write_text(f"numpy\n{requirement}\n")
    pin = pinned_keras(tmp_path)
    assert (pin and pin.keras) == keras


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[project]\ndependencies = ["tensorflow==2.12"]'),
        ("pyproject.toml", '[project.optional-dependencies]\ntrain = ["keras<3"]'),
        ("pyproject.toml", '[dependency-groups]\ndev = [{include-group = "x"}, "keras<3"]'),
        ("pyproject.toml", '[tool.poetry.dependencies]\nkeras = "^2.12"'),
        ("pyproject.toml", '[tool.poetry.dependencies]\ntensorflow = {version = "2.12.0", optional = true}'),
        ("environment.yml", "dependencies:\n  - python=3.9\n  - tensorflow=2.3.0=mkl_py37h\n"),
        ("environment.yml", 'dependencies:\n  - pip:\n    - "keras<3"\n'),
        ("setup.cfg", "[options]\ninstall_requires =\n    keras<3\n"),
        ("Pipfile", '[packages]\nkeras = "==2.13.1"'),
    ],
)
def test_each_file_that_may_hold_requirements(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    pin = pinned_keras(tmp_path)
    assert pin is not None
    assert pin.keras == 2
    assert name in str(pin.reason)


def test_requirements_that_contradict_each_other_decide_nothing(tmp_path):
    (tmp_path / "requirements.txt").write_text("keras<3; python_version<'3.9'\nkeras>=3; python_version>='3.9'\n")
    assert pinned_keras(tmp_path) is None


def test_the_folder_of_the_file_comes_before_the_root(tmp_path):
    (tmp_path / "requirements.txt").write_text("keras>=3")
    old = tmp_path / "old"
    old.mkdir()
    (old / "requirements.txt").write_text("keras==2.12.0")
    assert pinned_keras(tmp_path, old).keras == 2
    assert pinned_keras(tmp_path).keras == 3


def test_tables_of_the_wrong_kind_are_passed_over(tmp_path):
    (tmp_path / "pyproject.toml").write_text("project = 3\ntool = []\ndependency-groups = {a = 1}\n")
    assert pinned_keras(tmp_path) is None
