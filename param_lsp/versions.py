"""Which Keras a source means: the user's setting, the project's pins, or what only an older Keras has."""

from __future__ import annotations

import re
from functools import lru_cache

from param_lsp.message import Message, message
from param_lsp.settings import Settings
from param_lsp.source.source import Source
from param_lsp.syntax.program import Program

KERAS_3_NEEDS = (3, 9)
"""The oldest Python that Keras 3 runs on (its wheel's requires-python)."""

# What Keras 2.0 renamed; Keras up to 2.3 still took it and translated, tf.keras never did.
_KERAS_1 = re.compile(
    r"\b(nb_epoch|nb_filter|nb_row|nb_col|border_mode|dim_ordering|W_regularizer|b_regularizer|samples_per_epoch|"
    r"inner_activation|inner_init|nb_val_samples)\s*=|\bMaxoutDense\b|\bTimeDistributedDense\b|\bimage_dim_ordering\b|"
    r"\bMerge\(\s*\["
)
# What Keras 3 removed, standalone or under tf.keras.
_KERAS_2 = re.compile(
    r"\bfrom\s+keras\.layers\.(?:core|convolutional|normalization|recurrent|advanced_activations|embeddings|pooling|"
    r"wrappers|merge|noise|local)\b|\bkeras\.(?:engine|utils\.np_utils|preprocessing\.text|utils\.vis_utils)\b|"
    r"\btensorflow\.(?:contrib|python\.keras)\b|\btf\.(?:contrib|Session|placeholder|get_default_graph)\b|"
    r"\.(?:fit_generator|predict_classes|predict_proba|evaluate_generator)\(|\bnp_utils\b|\bCuDNN(?:LSTM|GRU)\b|"
    r"\btf\.compat\.v1\b|\btf_keras\b|\blayers\.experimental\b"
)
# What Keras 2 did not have, in code and not in a comment: importing it there raises an error.
_KERAS_3 = re.compile(
    r"^[^#\n]*?(\bkeras\.(?:ops|random|tree|distribution|dtype_policies|quantizers|KerasTensor|Variable)\b|"
    r"\bfrom\s+(?:tensorflow\.)?keras\s+import\s[^#\n]*\b(?:ops|KerasTensor)\b|"
    r"\bfrom\s+(?:tensorflow\.)?keras\.ops\s+import\b|KERAS_BACKEND[\"'\]\s,=]+[\"'](?:jax|torch)\b)",
    re.MULTILINE,
)
# A cell that asks for one version only: with two, which number is whose cannot be told.
_VERSION_ASKED = re.compile(r"\b(tf|tensorflow|keras|tf\.keras)\.(?:__version__|VERSION)(?!.*__version__)", re.DOTALL)
_VERSION_TOLD = re.compile(r"(?<![\d.])(\d+)\.(\d+)\.\d+")
LATER_KERAS_2 = (2, 4)
"""From this release on Keras was tf.keras, and TensorFlow 2 has a Keras at least as late."""
_STANDALONE = re.compile(r"^[ \t]*(?:from|import)\s+keras\b", re.MULTILINE)
_TENSORFLOW_1 = re.compile(r"\b(?:tensorflow|tf)\.contrib\b|\btf\.(?:Session|placeholder|get_default_graph)\b")
TENSORFLOW_WITH_KERAS_3 = (2, 16)
_BACKEND = "Using TensorFlow backend."
"""Keras prints it on import up to 2.3.1, the last release that was not tf.keras."""


def keras_of(program: Program, settings: Settings) -> tuple[int, Message | None]:
    """Give the Keras version (3, 2 or 1) that a program means, and why; None as reason for the default.

    Version 1 stands for all of standalone Keras up to 2.3, which took the names of Keras 1 as well as its own.
    """
    if settings.keras_version in ("1", "2", "3"):
        return int(settings.keras_version), message("the setting keras-version says so")
    if settings.pin is not None:
        return settings.pin.keras, settings.pin.reason
    return _written(program)


def doubt_of(program: Program, settings: Settings, keras: int) -> Message | None:
    """Say why it is not known which release of Keras 2 a program means, where that matters; else None.

    Layers of standalone Keras up to 2.3 and of TensorFlow 1 had other defaults than those of tf.keras 2.
    """
    if keras != 2:
        return None
    chunks = [chunk.text for chunk in program.chunks if chunk.relevant]
    standalone = any(_STANDALONE.search(text) for text in chunks)
    release = _release(program.source) if settings.keras_version == "auto" and settings.pin is None else None
    if settings.keras_version == "auto" and settings.pin is not None:
        settled = settings.pin.settled
    else:
        settled = release is not None and release[1] >= LATER_KERAS_2
    if settled:
        return None
    if standalone:
        return message(
            "`reset_after` is False by default up to Keras 2.3 and True from 2.4 on; which one is meant is not known"
        )
    if any(_TENSORFLOW_1.search(text) for text in chunks) or (release is not None and release[1] < (2,)):
        return message(
            "`reset_after` is False by default in TensorFlow 1 and True in 2; which one is meant is not known"
        )
    return None


@lru_cache(maxsize=4_096)
def _spelled(text: str) -> tuple[str, str, str]:
    """Give what in a piece of text only Keras 1, what only Keras 2, and what only Keras 3 had; "" for nothing."""
    older, removed, later = _KERAS_1.search(text), _KERAS_2.search(text), _KERAS_3.search(text)
    return (
        older.group().strip(" =") if older else "",
        removed.group().strip(" .(") if removed else "",
        " ".join(later.group(1).split()) if later else "",
    )


def _written(program: Program) -> tuple[int, Message | None]:
    source = program.source
    found = [_spelled(chunk.text) for chunk in program.chunks if chunk.relevant]
    later = next((what for *_, what in found if what), None)
    if later is not None:
        return 3, message("the file uses {what}, which Keras has since version 3", what=later)
    older = next((what for what, *_ in found if what), None)
    if older is not None:
        return 1, message("the file uses {what}, which only Keras 1 and 2 had", what=older)
    for cell in source.cells:
        if any(_BACKEND in output for output in cell.outputs):
            return 1, message("a cell printed “{text}”, as Keras did up to 2.3", text=_BACKEND)
    printed = _printed(source)
    if printed is not None:
        return printed
    removed = next((what for _, what, _ in found if what), None)
    if removed is not None:
        return 2, message("the file uses {what}, which Keras 3 does not have", what=removed)
    python = _python(source)
    if python is not None and python < KERAS_3_NEEDS:
        return 2, message(
            "the notebook ran on Python {version}, too old for Keras 3", version=".".join(map(str, python))
        )
    return 3, None


def _printed(source: Source) -> tuple[int, Message] | None:
    """Read a version that a cell printed: `tf.__version__` and 2.14.0 mean Keras 2."""
    release = _release(source)
    if release is None:
        return None
    what, number, text = release
    if what == "Keras":
        version = 1 if number < LATER_KERAS_2 else number[0]
    else:
        version = 3 if number >= TENSORFLOW_WITH_KERAS_3 else 2
    if version not in (1, 2, 3):
        return None
    return version, message("a cell printed that {what} is {version}", what=what, version=text)


def _release(source: Source) -> tuple[str, tuple[int, ...], str] | None:
    """Give what a cell asked the version of, "Keras" or "TensorFlow", with its major and minor number and its text."""
    if "__version__" not in source.text and "VERSION" not in source.text:
        return None
    for cell in source.cells:
        asked = _VERSION_ASKED.search(source.text, cell.start, cell.end)
        told = _VERSION_TOLD.search(" ".join(cell.outputs)) if asked is not None else None
        if asked is None or told is None:
            continue
        what = "Keras" if asked.group(1).endswith("keras") else "TensorFlow"
        return what, (int(told.group(1)), int(told.group(2))), told.group()
    return None


def _python(source: Source) -> tuple[int, int] | None:
    version = dict(source.metadata).get("python_version", "")
    found = re.match(r"(\d+)\.(\d+)", version)
    return (int(found.group(1)), int(found.group(2))) if found else None
