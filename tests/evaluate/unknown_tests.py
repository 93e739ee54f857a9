"""Programs whose conditions are not known, as Hypothesis draws them, and the same programs with known ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

FLAGS = ("a", "b", "c")
MODES = ("one", "two", "three")
HEAD = "import keras\nfrom keras import layers\n"
HELPER = """
def block(model, units, flag):
    model.add(layers.Dense(units))
    if flag:
        model.add(layers.BatchNormalization())

def check(flag):
    if flag:
        raise ValueError(flag)
"""

conditions = st.recursive(
    st.sampled_from([*FLAGS, 'mode == "one"', '"two" == mode', 'mode in ("one", "two")', "a is True", "b != False"]),
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=3,
)
sizes = st.integers(1, 9)
layer = st.one_of(
    st.builds("layers.Dense({})".format, sizes),
    st.builds("layers.Dense({} if {} else {})".format, sizes, conditions, sizes),
    st.builds("(layers.Dense({}) if {} else layers.Dropout(0.5))".format, sizes, conditions),
    st.just("layers.BatchNormalization()"),
    st.just("layers.Flatten()"),
)
plain = st.one_of(
    st.builds("model.add({})".format, layer),
    st.builds("block(model, {}, {})".format, sizes, st.sampled_from(FLAGS)),
    st.builds("model.add(layers.Dense(units))".format),
    st.builds("units = {}".format, sizes),
    st.builds("units = {} if {} else units".format, sizes, conditions),
    st.just("model.pop()"),
    st.builds("check({})".format, st.sampled_from(FLAGS)),
    st.builds("c = {}".format, conditions),
)
caught = st.sampled_from(["ValueError", "Exception as error", "KeyError", "(TypeError, ValueError)"])
leaving = st.sampled_from(["return model", "raise ValueError(mode)", "pass"])


def _indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


@st.composite
def blocks(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Draw the lines of a block."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["plain", "plain", "if", "for", "match", "try"])) if depth < 2 else "plain"
        if kind == "plain":
            lines.append(draw(plain))
        elif kind == "if":
            lines += [f"if {draw(conditions)}:", *_indented(draw(blocks(depth + 1)))]
            if draw(st.booleans()):
                lines += [f"elif {draw(conditions)}:", *_indented(draw(blocks(depth + 1)))]
            if draw(st.booleans()):
                lines += ["else:", *_indented(draw(blocks(depth + 1)))]
        elif kind == "try":
            lines += ["try:", *_indented(draw(blocks(depth + 1)))]
            lines += [f"except {draw(caught)}:", *_indented(draw(blocks(depth + 1)))]
            if draw(st.booleans()):
                lines += [draw(st.sampled_from(["else:", "finally:"])), *_indented(draw(blocks(depth + 1)))]
        elif kind == "for":
            lines += [f"for i in range({draw(st.integers(0, 3))}):", *_indented(draw(blocks(depth + 1)))]
        else:
            lines += ["match mode:", '    case "one" | "two":', *_indented(_indented(draw(blocks(depth + 1))))]
            lines += ["    case _:", *_indented(_indented(draw(blocks(depth + 1))))]
    if depth and draw(st.integers(0, 5)) == 0:
        lines.append(draw(leaving))
    return lines


@dataclass(frozen=True)
class Program:
    """A function that builds a model; `open` is the program in which nothing calls it."""

    body: str
    in_module: bool = False

    @property
    def open(self) -> str:
        """The program with conditions that are not known."""
        if self.in_module:
            return HEAD + HELPER + "".join(f"{name} = input()\n" for name in (*FLAGS, "mode")) + self.body
        return HEAD + HELPER + self.body

    def known(self, case: dict[str, object]) -> str:
        """The program in one case."""
        if self.in_module:
            return HEAD + HELPER + "".join(f"{name} = {value!r}\n" for name, value in case.items()) + self.body
        return HEAD + HELPER + self.body + "build(" + ", ".join(f"{k}={v!r}" for k, v in case.items()) + ")\n"


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program."""
    lines = ["units = 4", "model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])", *draw(blocks())]
    if draw(st.booleans()) and not any("return" in line for line in lines):
        return Program("\n".join(lines) + "\n", in_module=True)
    body = "\n".join(_indented([*lines, "return model"]))
    return Program(f"def build(a, b, c, mode):\n{body}\n")


def cases() -> list[dict[str, object]]:
    """All values that the conditions may have."""
    return [dict(zip((*FLAGS, "mode"), values, strict=True)) for values in product(*[(True, False)] * 3, MODES)]


def holds(when: str, case: dict[str, object]) -> bool:
    """Tell whether the words of an alternative hold."""
    return any(all(_holds(fact, case) for fact in way.split(" and ")) for way in when.split(", or "))


def _holds(fact: str, case: dict[str, object]) -> bool:
    text, _, answer = fact.rpartition(" is ")
    return bool(eval(text, {}, dict(case))) is (answer == "true")


def raises(program: Program, case: dict[str, object]) -> bool:
    """Tell whether the program ends in an exception of its own in this case, by running it with hollow layers."""
    text = program.known(case).removeprefix(HEAD)
    try:
        exec(text, {"keras": _Hollow(), "layers": _Hollow()})
    except (ValueError, IndexError):
        return True
    return False


class _Hollow:
    """Stands for Keras and for a model: takes everything, keeps how many layers it has."""

    def __init__(self, layers: list[object] | None = None) -> None:
        self.kept = list(layers or [])

    def __getattr__(self, name: str) -> object:
        return _Hollow if name == "Sequential" else lambda *_, **__: None

    def add(self, layer: object) -> None:
        self.kept.append(layer)

    def pop(self) -> None:
        self.kept.pop()
