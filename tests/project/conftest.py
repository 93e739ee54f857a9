"""The built wheel in an environment of its own, made once for all tests that are marked `project`."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def installed(tmp_path_factory, pytestconfig):
    """Build the wheel, install it into a fresh environment, and give that environment's folder of programs."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(pytestconfig.rootpath)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("param_lint-*.whl")
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "-q", wheel], check=True)
    return Path(programs)
