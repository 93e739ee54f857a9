"""Programs of every shape, drawn by Hypothesis: mostly nonsense, all of it Python that somebody might leave behind."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

HEAD = (
    "import numpy as np\nimport pandas as pd\nimport keras, tensorflow as tf\n"
    "from keras import layers, Input, Model, Sequential\n"
    "from sklearn.model_selection import train_test_split\n"
    "model = Sequential([Input((8, 8, 3))])\n"
)
NAMES = ("a", "b", "f", "g", "x", "y", "model", "layers", "C", "self", "n", "X", "df", "h")
ATTRIBUTES = (
    "shape", "layers", "add", "append", "units", "pop", "items", "output", "input", "values", "T", "name", "a", "b",
    "build", "summary", "compile", "fit", "get_config", "trainable", "columns", "update", "__init__", "call",
)  # fmt: skip
CONSTANTS = (
    "0", "1", "-1", "3", "10**9", "10**40", "2**63", "0.5", "1e308", "float('nan')", "float('inf')", "True", "None",
    "'a'", "''", "'relu'", "b'x'", "1j", "...", "()", "[]", "{}", "set()", "'a' * 10**12", "[0] * 10**10", "~0",
)  # fmt: skip
CALLEES = (
    "layers.Dense", "layers.Conv2D", "layers.Flatten", "layers.Reshape", "layers.LSTM", "layers.Embedding", "Input",
    "layers.Bidirectional", "layers.TimeDistributed", "layers.Lambda", "layers.Concatenate()", "layers.Add()",
    "layers.MultiHeadAttention", "layers.Permute", "layers.ZeroPadding2D", "layers.Dot", "layers.RNN",
    "Sequential", "Model", "keras.models.clone_model", "keras.applications.VGG16", "keras.ops.reshape",
    "model.add", "model.build", "model.pop", "model", "f", "g", "C", "len", "range", "list", "tuple", "dict", "zip",
    "map", "sorted", "max", "sum", "int", "str", "isinstance", "getattr", "enumerate", "reversed", "super().__init__",
    "np.zeros", "np.arange", "np.reshape", "np.concatenate", "np.random.rand", "pd.DataFrame", "pd.get_dummies",
    "train_test_split", "tf.data.Dataset.from_tensor_slices", "print", "set", "type", "vars", "next", "iter", "slice",
    "divmod", "round", "pow", "abs", "keras.utils.to_categorical", "np.expand_dims", "tf.concat", "functools.partial",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "<<", "|", "&", "and", "or", "==", "<", "in", "is not")


def _joined(*parts: Any) -> st.SearchStrategy[str]:
    strategies = [part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts]
    return st.tuples(*strategies).map("".join)


_name = st.sampled_from(NAMES)
_leaf = st.one_of(_name, st.sampled_from(CONSTANTS))


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, max_size=3).map(", ".join)
    keyword = _joined(st.sampled_from(["a", "n", "units", "shape", "name", "inputs", "axis", "activation"]), "=", inner)
    given = st.lists(
        st.one_of(inner, inner, keyword, _joined("*", inner), _joined("**", inner)), max_size=3
    ).map(lambda parts: ", ".join(sorted(parts, key=lambda part: ("=" in part, part.startswith("*")))))  # fmt: skip
    return st.one_of(
        _joined(st.sampled_from(CALLEES), "(", given, ")"),
        _joined(st.sampled_from(CALLEES), "(", given, ")(", given, ")"),
        _joined("(", inner, " ", st.sampled_from(OPERATORS), " ", inner, ")"),
        _joined("[", several, "]"),
        _joined("(", inner, ", ", several, ")"),
        _joined("{", inner, ": ", inner, "}"),
        _joined(inner, ".", st.sampled_from(ATTRIBUTES)),
        _joined(inner, ".", st.sampled_from(ATTRIBUTES), "(", given, ")"),
        _joined(inner, "[", st.one_of(inner, _joined(inner, ":", inner), st.just("::-1"), st.just("..., None")), "]"),
        _joined("(", inner, " if ", inner, " else ", inner, ")"),
        _joined("[", inner, " for ", _name, " in ", inner, "]"),
        _joined("(lambda ", _name, "=", inner, ": ", inner, ")"),
        _joined("(", _name, " := ", inner, ")"),
        _joined("[*", inner, "]"),
        _joined("f'{", _name, "}'"),
    )


expressions = st.recursive(_leaf, _deeper, max_leaves=6)
_target = st.one_of(
    _name,
    _joined(_name, ".", st.sampled_from(ATTRIBUTES)),
    _joined(_name, "[", _leaf, "]"),
    _joined(_name, ", ", _name),
    _joined("*", _name, ", ", _name),
)
_layer = st.one_of(
    st.sampled_from([
        "layers.Dense(4)", "layers.Flatten()", "layers.Conv2D(2, 3)", "layers.Dropout(0.5)", "layers.MaxPooling2D()",
        "layers.Reshape((-1, 1))", "layers.LSTM(3)", "Input((5,))", "a", "f(3)", "layers.Dense(n)", "*x", "model",
    ]),
    expressions,
)  # fmt: skip
_built = st.one_of(
    _joined("model.add(", _layer, ")"),
    _joined(st.sampled_from(["model", "a", "b"]), " = Sequential([Input((4,)), ", _layer, ", ", _layer, "])"),
    _joined("x = ", _layer, "(x)"),
    _joined("x = ", _layer, "(Input((", _leaf, ",)))"),
    _joined("model = Model(x, ", _leaf, ")"),
    _joined(_name, " = ", _layer),
)
_simple = st.one_of(
    _built,
    _built,
    _built,
    _joined(_target, " = ", expressions),
    _joined(_name, " = ", _name, " = ", expressions),
    _joined(_name, " ", st.sampled_from(["+", "*", "-", "**", "//"]), "= ", expressions),
    expressions,
    _joined("return ", expressions),
    _joined("yield ", expressions),
    _joined("del ", _name),
    _joined("global ", _name),
    _joined("raise ", expressions),
    _joined("assert ", expressions),
    _joined("from . import ", _name),
    st.sampled_from(["break", "continue", "pass", "import math as x", "from keras.layers import *"]),
)
_heads = st.one_of(
    _joined("if ", expressions, ":"),
    _joined("while ", expressions, ":"),
    _joined("for ", _name, " in ", expressions, ":"),
    _joined("for ", _name, " in range(", _leaf, "):"),
    _joined("def ", _name, "(", _name, ", n=", expressions, "):"),
    _joined("@", _name, "\n{indent}def ", _name, "(*a, **b):"),
    _joined("class ", _name, "(", st.sampled_from(["layers.Layer", "Model", "C", "a", "dict"]), "):"),
    _joined("with ", expressions, " as ", _name, ":"),
    st.just("async def f(x):"),
    st.just("def __init__(self, n=3):\n{indent}    super().__init__()"),
    st.just("def call(self, x):"),
)
_ENDINGS = {
    "if": ("else:",),
    "while": ("else:",),
    "for": ("else:",),
    "try": ("except Exception as a:", "finally:"),
}


@st.composite
def _blocks(draw: st.DrawFn, depth: int) -> list[str]:
    """Draw statements with their blocks; they parse, but for what only Python's compiler refuses."""
    written: list[str] = []
    for _ in range(draw(st.integers(1, 3 if depth else 8))):
        indent = "    " * depth
        if depth > 3 or draw(st.integers(0, 2)):
            written.append(indent + draw(_simple))
            continue
        head = draw(st.one_of(_heads, st.just("try:")))
        written.append(indent + head.replace("{indent}", indent))
        written += draw(_blocks(depth + 1))
        for ending in _ENDINGS.get(head.split()[0].rstrip(":"), ()):
            if ending == "except Exception as a:" or draw(st.booleans()):
                written.append(indent + ending)
                written += draw(_blocks(depth + 1))
    return written


@st.composite
def programs(draw: st.DrawFn) -> str:
    """Draw a program."""
    return HEAD + "\n".join(draw(_blocks(0))) + "\n"
