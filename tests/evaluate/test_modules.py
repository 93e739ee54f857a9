"""Modules of the workspace: found and run as Python does; what cannot be found out is unknown."""

from pathlib import Path

import pytest

from param_lsp.analysis import analyze
from param_lsp.settings import Settings
from param_lsp.source import python_source
from param_lsp.workspace import FolderWorkspace

FILES = {
    "config.py": "UNITS = 7\nCLASSES = 4\n_HIDDEN = 1\nD = {'x': 3}\n__all__ = ['UNITS', '_HIDDEN']\n",
    "random.py": "SIZE = 6\n",
    "pkg/__init__.py": "from .net import build as make\nfrom . import consts\n",
    "pkg/consts.py": "WIDTH = 11\n",
    "pkg/config.py": "UNITS = 99\n",
    "pkg/net.py": """
import keras
from config import UNITS
from .consts import WIDTH as W
from . import cyc

def build(n):
    return keras.Sequential([keras.Input((n,)), keras.layers.Dense(UNITS), keras.layers.Dense(cyc.size())])
""",
    "pkg/cyc.py": "from . import net\ndef size():\n    return net.W + 1\n",
    "named/__init__.py": "__all__ = ['part']\n",
    "named/part.py": "P = 9\n",
    "computed.py": "__all__ = sorted(vars())\nUNITS = 5\nOTHER = 6\n",
    "space/deep/mod.py": "N = 5\n",
    "src/lib.py": "L = 13\n",
    "app/local.py": "X = 21\n",
    "setcfg.py": "import config\nconfig.UNITS = 64\n",
    "star.py": "from config import *\n",
    "slow.py": "x = 0\nfor i in range(9000):\n    for j in range(9000):\n        x = x + i * j\nAFTER = 8\n",
    "broken.py": "BEFORE = 3\nx = = 4\nBEHIND = 5\n",
    "guard.py": "N = 2\nif __name__ == '__main__':\n    N = 3\n",
    "itself.py": "import itself\nN = 4\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    root = tmp_path_factory.mktemp("root")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return FolderWorkspace(root)


def model(workspace, code, name="main.py"):
    """Analyse code that ends with `SIZE`, the units of a layer."""
    text = f"import keras\n{code}\nm = keras.Sequential([keras.Input((1,)), keras.layers.Dense(SIZE)])\n"
    source = python_source(str(Path(workspace.root) / name), text)
    models = analyze(source, Settings(), workspace).report.models
    return next(each for each in models if each.variable == "m")


@pytest.mark.parametrize(
    ("code", "size"),
    [
        ("from pkg import make\nSIZE = make(3).layers[0].units", 7),
        ("from pkg import make\nSIZE = make(3).layers[1].units", 12),
        ("import pkg.net\nSIZE = pkg.net.build(3).layers[1].units", 12),
        ("import pkg.net as net\nSIZE = net.W", 11),
        ("import pkg\nSIZE = pkg.consts.WIDTH", 11),
        ("import pkg\nSIZE = pkg.net.W", 11),
        ("import pkg.config\nSIZE = pkg.config.UNITS", 99),
        ("from pkg import config as settings\nSIZE = settings.UNITS", 99),
        ("from config import *\nSIZE = UNITS", 7),
        ("from config import *\nSIZE = _HIDDEN", 1),
        ("CLASSES = 2\nfrom config import *\nSIZE = CLASSES", 2),
        ("from named import *\nSIZE = part.P", 9),
        ("from computed import *\nSIZE = OTHER", 6),
        ("import setcfg, config\nSIZE = config.UNITS", 64),
        ("import setcfg\nfrom config import UNITS as SIZE", 64),
        ("import space.deep.mod\nSIZE = space.deep.mod.N", 5),
        ("from space.deep import mod\nSIZE = mod.N", 5),
        ("from space.deep.mod import N as SIZE", 5),
        ("from lib import L as SIZE", 13),
        ("import random\nSIZE = random.SIZE", 6),
        ("from star import UNITS as SIZE", 7),
        ("def f():\n    from config import UNITS\n    return UNITS\nSIZE = f()", 7),
        ("from .config import UNITS as SIZE", 7),
        ("import importlib\nSIZE = importlib.import_module('pkg.consts').WIDTH", 11),
        ("import config, importlib\nconfig.UNITS = 5\nSIZE = importlib.reload(config).UNITS", 7),
        ("import config\nconfig.UNITS = 5\nSIZE = config.UNITS", 5),
        ("try:\n    from config import UNITS\nexcept ImportError:\n    UNITS = 3\nSIZE = UNITS", 7),
        ("from slow import AFTER as SIZE", 8),
        ("from broken import BEFORE as SIZE", 3),
        ("from broken import BEHIND as SIZE", 5),
        ("from guard import N as SIZE", 2),
        ("from itself import N as SIZE", 4),
        ("import itself\nSIZE = itself.itself.N", 4),
    ],
)
def test_modules_are_run_as_python_runs_them(workspace, code, size):
    assert model(workspace, code).rows[-1].output_shape == (None, size)


@pytest.mark.parametrize(
    ("code", "name", "size"),
    [
        ("from local import X as SIZE", "app/main.py", 21),
        ("from config import UNITS as SIZE", "app/main.py", 7),
        ("import sys\nsys.path.append('..')\nfrom local import X as SIZE", "app/sub/main.py", 21),
        ("from ..local import X as SIZE", "app/sub/main.py", 21),
        ("import sys\nsys.path.append('../app')\nfrom local import X as SIZE", "pkg/main.py", 21),
        ("import sys\nsys.path.append('../pkg/')\nfrom consts import WIDTH as SIZE", "app/main.py", 11),
        (
            "import os, sys\nsys.path.extend([os.path.join('..', 'pkg')])\nfrom consts import WIDTH as SIZE",
            "app/a.py",
            11,
        ),
        ("import sys\nsys.path.append('pkg')\nfrom config import UNITS as SIZE", "main.py", 7),
        ("import sys\nsys.path.insert(0, 'pkg')\nfrom config import UNITS as SIZE", "main.py", 99),
        ("from .. import local\nSIZE = local.X", "app/sub/main.py", 21),
    ],
)
def test_programs_in_subfolders(workspace, code, name, size):
    assert model(workspace, code, name).rows[-1].output_shape == (None, size)


def test_no_folder_outside_the_workspace_is_searched(workspace, tmp_path):
    (tmp_path / "hidden.py").write_text("SIZE = 3\n")
    for folder in (str(tmp_path), "../" * 20 + str(tmp_path)):
        assert not model(workspace, f"import sys\nsys.path.append({folder!r})\nfrom hidden import SIZE").complete


@pytest.mark.parametrize(
    "code",
    [
        "from config import nothing as SIZE",
        "from nowhere import SIZE",
        "import nowhere\nSIZE = nowhere.deep.SIZE",
        "try:\n    from nowhere import SIZE\nexcept ImportError:\n    SIZE = 3",
        "from config import *\nSIZE = CLASSES",
        "UNITS = 1\nfrom computed import *\nSIZE = UNITS",
        "import slow\nSIZE = slow.x",
        "import importlib\nSIZE = importlib.import_module(undefined).WIDTH",
        "from .nowhere import SIZE",
    ],
)
def test_what_no_file_tells_is_unknown_and_accuses_nobody(workspace, code):
    found = model(workspace, code)
    assert found.rows[-1].unknown is not None
    assert found.misfit is None


def test_a_function_that_is_not_here_may_change_the_model(workspace):
    code = "from .nowhere import add_head\nother = keras.Sequential([keras.Input((2,))])\nadd_head(other)\nSIZE = 1"
    text = f"import keras\n{code}\n"
    found = analyze(python_source(str(Path(workspace.root) / "main.py"), text), Settings(), workspace).report.models[0]
    assert found.unknown


def test_a_change_of_a_module_s_data_reaches_who_imported_it_before(workspace):
    """Chunks are replayed only while the modules that they took things from are the same."""
    text = (
        "import config{0}\nimport keras\nfrom config import D\ndef size(): return config.D['x']\nconfig.D['x'] = {1}\n"
    )
    text += "m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(D['x']), keras.layers.Dense(size())])\n"
    analysis = None
    for space, units in (("", 5), (" ", 5), (" ", 6), ("", 6), ("", 7)):
        source = python_source(str(Path(workspace.root) / "main.py"), text.format(space, units))
        analysis = analyze(source, Settings(), workspace, analysis)
        assert [row.output_shape for row in analysis.report.models[0].rows] == [(None, units), (None, units)]
