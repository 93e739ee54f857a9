"""Programs of adversarial sizes: an answer comes within bounds, and the model behind the monster is still seen."""

from __future__ import annotations

import tracemalloc

import pytest

from param_lsp.analysis import analyze
from param_lsp.source import python_source, source_of
from tests.effort import at_most
from tests.robustness.test_programs import shown

MOST = 30  # ordinary programs, whose time nothing here should take; most take that of one or two
HEAD = "import keras\nfrom keras import layers, Input, Sequential\n"
MODEL = "model = Sequential([Input((3,)), layers.Dense(2)])\n"
DEEP = 400
NEST = "".join(f"{'    ' * n}def f{n}(x=f):\n" for n in range(90))
CLASSES = "".join(f"{'    ' * n}class C{n}(layers.Layer):\n" for n in range(90))

MONSTERS = {
    "open brackets": "x = " + "[" * 100_000 + "\n",
    "a megabyte in a line": f"x = [{'1, ' * 340_000}]\n",
    "a megabyte of text in a line": f"x = '{'a' * 1_000_000}'\n",
    "a megabyte of layers in a line": f"big = Sequential([{'layers.Dense(3), ' * 2_000}])\n",
    "a million digits": f"x = {'9' * 1_000_000}\ny = layers.Dense(x)\n",
    "a million digits in a layer": f"y = layers.Dense({'9' * 100_000})\n",
    "thousands of chunks": "x = layers.Dense(3)\n" * 2_000,
    "thousands of names": "".join(f"x{n} = layers.Dense({n} + 1)\n" for n in range(3_000)),
    "a chain of names": "a0 = 1\n"
    + "".join(f"a{n} = a{n - 1} + 1\n" for n in range(1, 1_200))
    + "layers.Dense(a1199)\n",
    "functions in functions": NEST + "    " * 90 + "return layers.Dense(3)\n",
    "classes in classes": CLASSES + "    " * 90 + "x = layers.Dense(3)\n",
    "thousands of functions": "".join(f"def f{n}(x):\n    return layers.Dense({n} + 1)(x)\n" for n in range(800)),
    "functions that call each other": "".join(
        f"def f{n}(x):\n    return f{n + 1}(x) + f{(n * 7) % 300}(x)\n" for n in range(300)
    ),
    "doubling lists": "x = [0]\n" + "x = x + x\n" * 60 + "y = Sequential(x)\n",
    "doubling tuples": "x = (0,)\n" + "x = (x, x)\n" * 60 + "y = layers.Dense(x)\n",
    "doubling texts": "x = 'a'\n" + "x = x + x\n" * 60 + "y = layers.Dense(3, name=x)\n",
    "squares of numbers": "x = 3\n" + "x = x * x\n" * 60 + "y = layers.Dense(x)\n",
    "squares of symbols": "def f(n):\n    x = n + 1\n" + "    x = x * x\n" * 60 + "    return layers.Dense(x)\n",
    "sums of symbols": f"def f({', '.join(f'a{n}' for n in range(200))}):\n    x = "
    + " * ".join(f"(a{n} + 1)" for n in range(200))
    + "\n    return Sequential([Input((x,)), layers.Dense(x)])\n",
    "a dictionary in itself": "d = {}\nd['d'] = d\nd.update(d)\nlayers.Dense(d['d']['d'])\nprint(d == d)\n",
    "an object in itself": "class A: pass\na = A()\na.a = a\na.b = [a]\nlayers.Dense(a.a.a.b)\n",
    "a class of itself": "class A: pass\nclass A(A):\n    def __init__(self): super().__init__()\nA()\n",
    "a function that gives itself": "def f(*a): return f\nlayers.Dense(f(1)(2)(3))\n" + "f" + "(1)" * 300 + "\n",
    "a decorator of itself": "def d(f): return d(d)\n@d\ndef g(): pass\ng()\n",
    "a property that asks itself": (
        "class A:\n    @property\n    def x(self): return self.x\n    def __len__(self): return len(self)\n"
        "    def __getattr__(self, name): return getattr(self, name)\nlayers.Dense(A().x)\nlen(A())\nA().y\n"
    ),
    "a generator of itself": "def g():\n    yield from g()\nSequential(list(g()))\nSequential(a for a in g())",
    "comprehensions in comprehensions": "x = " + "[" * 12 + "0" + " for i in range(50)]" * 12 + "\nSequential(x)\n",
    "loops in loops": "".join(f"{'    ' * n}for i{n} in range(1000):\n" for n in range(15))
    + "    " * 15
    + "model = 3\n",
    "while it is true": "while True:\n    while True:\n        x = layers.Dense(3)\n",
    "branches": "".join(f"if flag({n}):\n    a{n} = layers.Dense({n} + 1)\n" for n in range(200))
    + "Sequential([a0, a9])\n",
    "branches in branches": "".join(f"{'    ' * n}if flag({n}):\n" for n in range(60)) + "    " * 60 + "x = 1\n",
    "branches that add": "m = Sequential()\n"
    + "".join(f"if flag({n}):\n    m.add(layers.Dense({n} + 1))\n" for n in range(40)),
    "a long elif": "if a == 0:\n    x = 0\n"
    + "".join(f"elif a == {n}:\n    x = {n}\n" for n in range(500))
    + "layers.Dense(x)\n",
    "a wide dictionary": "d = {" + ", ".join(f"'k{n}': {n}" for n in range(8_000)) + "}\nlayers.Dense(d['k9'])\n",
    "a deep model": "x = Input((4,))\n" + "x = layers.Dense(4)(x)\n" * 400 + "m = keras.Model(x, x)\n",
    "models in models": "m = Sequential([Input((4,)), layers.Dense(4)])\n"
    + "m = Sequential([Input((4,)), m, layers.Dense(4)])\n" * 60,
    "models twice in models": "m = Sequential([Input((4,)), layers.Dense(4)])\n"
    + "m = Sequential([Input((4,)), m, m])\n" * 40,
    "a summary in each round": "m = Sequential([Input((4,))])\n"
    "for i in range(80):\n    m.add(layers.Dense(i + 1))\n    m.summary()\n",
    "a text that never ends": '"""' + "model.add(layers.Dense(3))\n" * 3_000,
    "continued lines": "x = 1 + \\\n" * 5_000 + "1\n",
    "semicolons": "x = 1; " * 5_000 + "\n",
    "facts": "# param-lint: x.shape = (" + "1, " * 5_000 + ")\nx = f()\n" + "# param-lint: x = 3\n" * 2_000,
    "ignores": "layers.Dense(0)  # param-lint: ignore[" + "a" * 5_000 + "]\n" * 300,
    "magics": "!ls {" * 300 + "\n" + "%%time\n" * 300 + "%time " * 300 + "x = 1\n",
    "a format": "x = f'"
    + "{x:{x}}" * 100
    + "'\nlayers.Dense(3, name='%s' % (x,) * 50)\n'{:>999999999}'.format(3)\n'%999999999d' % 3\n",
    "shifts": "x = 1 << 10**9\ny = layers.Dense(x)\nz = 2 ** -10**9\nw = 7 // 10**-400\nv = -(-3) ** 10**7\n",
    "arrays": "import numpy as np\nx = np.zeros((10**9,) * 30)\nx = np.concatenate([x] * 10**6)\n"
    "x = np.tile(x, 10**9).reshape(-1)\n"
    "y = np.arange(10**18)\nz = np.eye(10**9)[y]\nlayers.Dense(z.shape[1])\n",
}


@pytest.mark.parametrize("monster", MONSTERS.values(), ids=MONSTERS.keys())
def test_the_model_behind_is_seen(monster: str) -> None:
    with at_most(MOST):
        analysis = analyze(python_source("a.py", HEAD + monster + "\n" + MODEL))
        shown(analysis)
    last = [model for model in analysis.report.models if model.variable == "model"]
    swallowed = monster.startswith('"""')
    assert swallowed or (last and last[-1].totals is not None and last[-1].totals.params == 8)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + (HEAD + MODEL).encode(),
        (HEAD + MODEL).encode("utf-16"),
        b"\xff\xfe\x00\x00" + (HEAD + MODEL).encode("utf-32-le"),
        b"# -*- coding: latin-1 -*-\n# \xe9\xff\n" + (HEAD + MODEL).encode(),
        b"# coding: utf-7\n" + (HEAD + MODEL).encode(),
        b"# coding: shift_jis\n# \x83\x5c\n" + (HEAD + MODEL).encode(),
        (HEAD + MODEL).replace("\n", "\r").encode(),
        (HEAD + MODEL).replace("\n", "\r\n").encode(),
        ("\f" + HEAD + "\f\f\n" + MODEL + "\x1a").encode(),
        (HEAD + "x = '\u2028\u2029\x85\x0b\x1c'\n" + MODEL).encode(),
        (HEAD + "# \U0001f600 e\u0301 \u202e\n\u0445 = 1\n" + MODEL).encode(),
        (HEAD + MODEL.replace("model", "mode\u0301l").replace("model", "ﬁ")).encode(),
    ],
    ids=range(12),
)
def test_strange_bytes(data: bytes) -> None:
    analysis = analyze(source_of("a.py", data))
    shown(analysis)
    assert [model.totals.params for model in analysis.report.models] == [8]


def test_a_null_byte_costs_one_statement() -> None:
    analysis = analyze(python_source("a.py", f"{HEAD}x = '\0'\ny = 1\0\n\0\n{MODEL}"))
    assert [model.totals.params for model in analysis.report.models] == [8]


def test_memory_is_bounded() -> None:
    tracemalloc.start()
    try:
        for name in ("doubling lists", "thousands of chunks", "squares of symbols", "comprehensions in comprehensions"):
            analyze(python_source("a.py", HEAD + MONSTERS[name] + MODEL))
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
