"""The catalogue costs little until a layer is asked for: its families are imported one by one."""

from __future__ import annotations

import subprocess
import sys

import pytest

# What the evaluation needs in any case, and the standard library's modules that both sides use.
BELOW = "import param_lsp.values, param_lsp.wording, ast, dataclasses, inspect, typing"


def seconds(statement: str) -> float:
    """Give the processor time of a statement in new interpreters, the shortest of several."""
    code = f"{BELOW}; import time; begin = time.process_time(); {statement}; print(time.process_time() - begin)"
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5))
    return min(float(run.stdout) for run in runs)


@pytest.mark.project  # where tests run one at a time: beside others the ratio says little
def test_the_catalogue_imports_in_a_tenth_of_libcst():
    """It is a twentieth; which families are asked for is the program's choice."""
    assert seconds("import param_lsp.catalogue") < 0.1 * seconds("import libcst")


def test_a_family_is_imported_when_it_is_asked_for():
    code = (
        "import sys, param_lsp.catalogue as catalogue; module = 'param_lsp.catalogue.pooling';"
        "before = module in sys.modules; catalogue.find('MaxPool2D'); print(before, module in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_a_layer_that_was_found_costs_a_dictionary_access():
    from param_lsp.catalogue import families

    layer = families.find("Conv2D")
    assert families._found["Conv2D"] is layer is families.find("Convolution2D")
