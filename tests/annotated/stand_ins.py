"""What stands in for things that are not there while fixtures are recorded: old import paths, downloads, services."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FrameType, ModuleType, SimpleNamespace
from typing import Any

import keras
import numpy as np

# The shapes are those of the data sets' own documentation; labels take all their values.
_DATASETS = {
    "mnist": ((60_000, 28, 28), (10_000, 28, 28), (), 10),
    "fashion_mnist": ((60_000, 28, 28), (10_000, 28, 28), (), 10),
    "cifar10": ((50_000, 32, 32, 3), (10_000, 32, 32, 3), (1,), 10),
    "boston_housing": ((404, 13), (102, 13), (), 400),
}
_OLD_PACKAGES = ("tensorflow.python.keras", "tf_keras")


def install() -> None:
    """Put the stand-ins in place for this process."""
    if any(isinstance(finder, _OldPackages) for finder in sys.meta_path):
        return
    for name, (train, test, label, classes) in _DATASETS.items():
        data = _pair(train, label, classes), _pair(test, label, classes)
        getattr(keras.datasets, name).load_data = lambda *_, data=data, **__: data
    sys.meta_path.insert(0, _OldPackages())
    sys.modules["wandb"] = _wandb()
    sys.modules["keras_tuner"] = _keras_tuner()


def _wandb() -> ModuleType:
    """Give what `wandb.init(config=…)` does where nobody changes the configuration."""
    module = ModuleType("wandb")

    def init(config: dict[str, object] | None = None, **_: object) -> SimpleNamespace:
        module.config = SimpleNamespace(**(config or {}))  # type: ignore[attr-defined]
        return SimpleNamespace(config=module.config)  # type: ignore[attr-defined]

    module.init = init  # type: ignore[attr-defined]
    return module


def _keras_tuner() -> ModuleType:
    """Give the two ends of every range that a tuner draws from, as `keras_tuner.lowest` and `.highest`."""
    module = ModuleType("keras_tuner")

    class HyperParameters:
        def __init__(self, choose: Callable[..., Any] = min) -> None:
            self.choose = choose

        def Int(self, name: str, min_value: int, max_value: int, **_: object) -> int:  # noqa: N802 - its name there
            return self.choose(min_value, max_value)

        def Float(self, name: str, min_value: float, max_value: float, **_: object) -> float:  # noqa: N802
            return self.choose(min_value, max_value)

        def Choice(self, name: str, values: Sequence[Any], **_: object) -> object:  # noqa: N802
            return self.choose(values)

        def Boolean(self, name: str, **_: object) -> bool:  # noqa: N802
            return self.choose(False, True)

    class RandomSearch:
        def __init__(self, *_: object, **__: object) -> None:
            """Draw nothing."""

    module.HyperParameters, module.RandomSearch = HyperParameters, RandomSearch  # type: ignore[attr-defined]
    module.lowest, module.highest = HyperParameters(min), HyperParameters(max)  # type: ignore[attr-defined]
    return module


@contextlib.contextmanager
def forgotten_packages() -> Iterator[None]:
    """Hide what is loaded of TensorFlow's own old Keras, so that a fixture's import of it is answered by Keras 3."""
    hidden = {name: sys.modules.pop(name) for name in list(sys.modules) if name.startswith(_OLD_PACKAGES)}
    try:
        yield
    finally:
        sys.modules.update(hidden)


def _is_asked_by_fixture() -> bool:
    """Tell whether a fixture imports it: TensorFlow itself still uses parts of its old Keras."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and (frame.f_code.co_filename == __file__ or "importlib" in frame.f_code.co_filename):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith("<fixture")


def _pair(shape: tuple[int, ...], label: tuple[int, ...], classes: int) -> tuple[np.ndarray, np.ndarray]:
    labels = (np.arange(shape[0]) % classes).astype("uint8").reshape(shape[0], *label)
    return np.broadcast_to(np.uint8(0), shape), labels


class _OldPackages(MetaPathFinder, Loader):
    """Gives Keras 3 under the names that Keras had: the shapes asked of it are the same."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname.startswith(_OLD_PACKAGES) and _is_asked_by_fixture():
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        old = next(name for name in _OLD_PACKAGES if spec.name.startswith(name))
        module = ModuleType(spec.name)
        module.__dict__.update(vars(importlib.import_module("keras" + spec.name.removeprefix(old))))
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__path__ = []
