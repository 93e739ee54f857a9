"""What the fixtures expect is what Keras computes today."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.annotated.annotations import fixtures

pytestmark = pytest.mark.oracle


@pytest.mark.skipif(sys.version_info < (3, 11), reason="places of calls need Python 3.11")
@pytest.mark.parametrize("path", fixtures(), ids=lambda path: path.name)
def test_keras_would_write_the_same(path: Path) -> None:
    pytest.importorskip("keras")
    from tests.annotated import record, stand_ins

    stand_ins.install()
    assert record.recorded(path) == path.read_text(encoding="utf-8")
