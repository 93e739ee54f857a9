"""What the fixtures expect is what Keras computes today."""

from __future__ import annotations

import sys

import pytest

from tests.annotated.fixture import Fixture, fixtures

pytestmark = pytest.mark.oracle


@pytest.mark.skipif(sys.version_info < (3, 11), reason="places of calls need Python 3.11")
@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: fixture.name)
def test_keras_would_write_the_same(fixture: Fixture, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("keras")
    from tests.annotated import record, stand_ins

    stand_ins.install()
    monkeypatch.setattr(sys, "argv", sys.argv[:1])  # a fixture's own parser reads it
    for path, text in record.recorded(fixture).items():
        assert text == path.read_text(encoding="utf-8"), path
