"""A notebook's saved outputs fill in what its code does not tell, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from param_lsp.analysis import Analysis
from tests.evaluate.notebooks import Ran, analysed, total

HEAD = "import numpy as np\nimport pandas as pd\nimport keras\nfrom keras import layers\nimport data"
LOAD = "x, n = data.load(), data.count()"
MODEL = "model = keras.Sequential([keras.Input(shape=x.shape[1:]), layers.Dense(n)])"

SHOWN = [
    (Ran("x.shape", result="(60000, 784)"), Ran("n", result="10")),
    (Ran("x.shape, n", result="((60000, 784), 10)"),),
    (Ran("print(x.shape, n)", "(60000, 784) 10\n"),),
    (Ran("print('Shape:', x.shape)\nprint('Classes:', n)", "Shape: (60000, 784)\nClasses: 10\n"),),
    (Ran("print(f'shape {x.shape}')\nprint(f'{n} classes')", "shape (60000, 784)\n10 classes\n"),),
    (Ran("print('{} and {}'.format(x.shape, n))", "(60000, 784) and 10\n"),),
    (Ran("print('%s, %d' % (x.shape, n))", "(60000, 784), 10\n"),),
    (Ran("print('shape ' + str(x.shape))\nprint(n)", "shape (60000, 784)\n10\n"),),
    (Ran("print(x.shape, n, sep='\\n')", "(60000, 784)\n10\n"),),
    (Ran("print('\\nshape:', x.shape)\nprint(n)", "\nshape: (60000, 784)\n10\n"),),
    (Ran("print(x.shape[1])\nprint(x.shape)\nn", "784\n(60000, 784)\n", "10"),),
    (Ran("x.plot()\nprint(x.shape)\ny = x.sum()\nprint(n)", "noise\n(60000, 784)\n10\n"),),
    (Ran("for i in range(3):\n    print(i)\nprint(x.shape)\nn", "0\n1\n2\n(60000, 784)\n", "10"),),
    (Ran("%time x = x\nprint(x.shape)\nn", "Wall time: 1 s\n(60000, 784)\n", "10"),),
    (Ran("print(x.shape)\nn", "torch.Size([60000, 784])\n", "np.int64(10)"),),
    (Ran("np.shape(x), n", result="((60000, 784), 10)"),),
    (Ran("x.shape, n, x", result="((60000, 784), 10, array(['a, (b', \"c'\"], dtype=object))"),),
    (Ran("x.shape", result="(60000, 784)", run=0), Ran("n", result="10", run=0)),
    (Ran("x[0].shape", result="(784,)"), Ran("x.shape", result="(60000, 784)"), Ran("n", result="10")),
]


@pytest.mark.parametrize("shown", SHOWN, ids=[cells[0].text for cells in SHOWN])
def test_a_printed_shape_and_size_are_used(shown: tuple[Ran, ...]) -> None:
    assert total(HEAD, LOAD, *shown, MODEL) == 7850


NOT_USED = [
    (Ran("print(x.shape)\nprint(n)", "(60000, 784)\n10\n10\n"),),  # a line too many
    (Ran("x.plot()\nprint(n)\nx.plot()\nprint(x.shape)", "3\n10\n(60000, 784)\n"),),  # 3 or 10
    (Ran("print(x.shape, end=' ')\nprint(n)", "(60000, 784) 10\n"),),
    (Ran("print(x.shape)\nprint(n)", "(60000, 784)\nten\n"),),
    (Ran("print(x.shape)\nprint(n)", "(None, 784)\n10\n"),),
    (Ran("print(x.shape)\nprint(n)", "(60000, 784)\n10.0\n"),),
    (Ran("x.shape\nn = data.count()", result="(60000, 784)"), Ran("n", result="10")),  # edited since
    (Ran("x.shape", result="(60000, 784)", run=9), Ran("n", result="10", run=4)),  # ran in another order
    (Ran("print(x.shape)\nprint(n", "(60000, 784)\n10\n"),),  # does not parse
    (Ran("print(x.shape, n)", "(60000, 784) 10 11\n"),),
    (Ran("x.shape, n, x", result="((60000, 784), 10, <a, b>)"),),
    (Ran("if n:\n    print(x.shape, n)", "(60000, 784) 10\n"),),
    (Ran("x.shape;", result="(60000, 784)"), Ran("n", result="10")),
]


@pytest.mark.parametrize("shown", NOT_USED, ids=[cells[0].text for cells in NOT_USED])
def test_what_can_be_read_in_two_ways_or_is_old_says_nothing(shown: tuple[Ran, ...]) -> None:
    assert total(HEAD, LOAD, *shown, MODEL) is None


def test_names_that_are_assigned_again_are_unknown_again() -> None:
    assert total(HEAD, LOAD, Ran("print(x.shape, n)", "(60000, 784) 10\n"), "x = data.other(x)", MODEL) is None
    assert total(HEAD, LOAD, Ran("print(x.shape, n)", "(60000, 784) 10\n"), "n = n.bit_length()", MODEL) is None


def test_what_the_code_tells_stays() -> None:
    code = "x, n = np.zeros((100, 20)), 3"
    assert total(HEAD, code, Ran("print(x.shape, n)", "(60000, 784) 10\n"), MODEL) == 63
    # a known rank or size that the output contradicts: the output is of another version of the code
    code = "x, n = np.zeros((data.count(), 20)), 3"
    assert total(HEAD, code, Ran("print(x.shape, n)", "(60000, 784) 10\n"), MODEL) == 63


LENGTHS = [
    ("words = data.words()", "len(words)"),
    ("words = set(data.text())", "len(words)"),
    ("words = sorted(set(data.text()))", "len(words)"),
    ("chars = set(data.text())\nprint(len(chars))\nwords = sorted(chars)", None),
    ("words = {}\nfor line in data.lines():\n    words[line] = 1", "len(words)"),
    ("words = []\nfor line in data.lines():\n    words.append(line)", "len(words)"),
    ("t = keras.preprocessing.text.Tokenizer()\nt.fit_on_texts(data.lines())\nwords = t.word_index", "len(words)"),
    ("words = np.array(data.lines())", "len(words)"),
]


@pytest.mark.parametrize(("code", "expression"), LENGTHS)
def test_a_printed_length_is_used(code: str, expression: str | None) -> None:
    use = "model = keras.Sequential([keras.Input((4,)), layers.Dense(len(words))])"
    if expression is None:
        assert total(HEAD, Ran(code, "10\n"), use) == 50
        return
    assert total(HEAD, code, Ran(expression, result="10"), use) == 50
    assert total(HEAD, code, Ran(f"print({expression} + 1)", "11\n"), use) == 50
    assert total(HEAD, code, use) is None


@pytest.mark.parametrize(
    "change",
    ["words.append(data.word())", "words = words[1:]", "words = [w for w in words if w]", "words += data.words()"],
)
@pytest.mark.parametrize(
    "code", ["words = data.words()", "words = []\nfor line in data.lines():\n    words.append(line)"]
)
def test_a_printed_length_is_gone_when_the_value_changes(code: str, change: str) -> None:
    use = "model = keras.Sequential([keras.Input((4,)), layers.Dense(len(words))])"
    known = total(HEAD, code, Ran("len(words)", result="10"), change, use)
    assert known is None


def test_a_frame_keeps_being_one() -> None:
    use = "y = df.values\nmodel = keras.Sequential([keras.Input((y.shape[1] - 1,)), layers.Dense(3)])"
    load = "df = data.frame()\ndf.head()"
    assert total(HEAD, load, Ran("df.shape", result="(150, 5)"), use) == 15
    load = "df = pd.read_csv('not_there.csv')"
    assert total(HEAD, load, Ran("print(df.shape)\ndf.head()", "(150, 5)\n"), use) == 15
    assert total(HEAD, load, Ran("df.values.shape", result="(150, 5)"), use) == 15


@pytest.mark.parametrize(
    ("call", "printed"),
    [
        ("g.flow_from_directory('d', target_size=(8, 8))", "Found 2000 images belonging to 5 classes.\n"),
        (
            "g.flow_from_dataframe(data.frame(), target_size=(8, 8))",
            "Found 2000 validated image filenames belonging to 5 classes.\n",
        ),
    ],
)
@pytest.mark.parametrize("classes", ["t.num_classes", "len(t.class_indices)"])
def test_counted_pictures(call: str, printed: str, classes: str) -> None:
    code = f"g = keras.preprocessing.image.ImageDataGenerator()\nt = {call}"
    use = f"model = keras.Sequential([keras.Input((4,)), layers.Dense({classes})])"
    assert total(HEAD, Ran(code, printed), use) == 25
    assert total(HEAD, code, use) is None


def test_class_names_of_a_data_set_of_pictures() -> None:
    code = "d = keras.utils.image_dataset_from_directory('d')\nnames = d.class_names"
    use = "model = keras.Sequential([keras.Input((4,)), layers.Dense(len(names))])"
    assert total(HEAD, Ran(code, "Found 3670 files belonging to 5 classes.\n"), use) == 25
    shown = Ran("names", result="['daisy', 'dandelion', 'roses']")
    assert total(HEAD, code, shown, use) == 15


def test_findings_are_those_of_the_code_alone() -> None:
    """A shape that was printed would make the layer impossible: the outputs are out of date, and accuse nobody."""
    cells = (HEAD, LOAD, Ran("print(x.shape, n)", "(60000, 784) 10\n"))
    wrong = "model = keras.Sequential([keras.Input(shape=x.shape[1:]), layers.Conv2D(n, 3)])"
    with_outputs = analysed(*cells, wrong)
    assert with_outputs.findings == ()
    assert with_outputs.report.models[0].misfit is None
    # what is wrong without them stays a finding
    wrong = "model = keras.Sequential([keras.Input((5,)), layers.Conv2D(8, 3)])"
    assert [finding.rule for finding in analysed(*cells, wrong).findings] == ["incompatible-rank"]


def test_the_setting_turns_it_off() -> None:
    cells = (HEAD, LOAD, Ran("print(x.shape, n)", "(60000, 784) 10\n"), MODEL)
    (model,) = analysed(*cells, saved_outputs=False).report.models
    assert not model.complete
    assert model.assumed == ()


def test_the_report_says_where_numbers_come_from() -> None:
    found = analysed(HEAD, LOAD, Ran("print(x.shape, n)", "(60000, 784) 10\n"), MODEL).report
    assert [str(text) for text in found.models[0].assumed] == [
        "x.shape is known from the output of cell 3",
        "n is known from the output of cell 3",
    ]
    texts = {str(known.text) for known in found.known if known.text is not None}
    assert texts == {"(60000, 784) ?, from the output of cell 3", "10, from the output of cell 3"}


def test_odd_outputs_do_no_harm() -> None:
    for printed in ("(" * 3_000, "\n" * 2_000, "\r\b", "(1, 2", "[" * 200 + "]" * 200, "1" * 5_000, "{1: }", "\x00"):
        assert total(HEAD, LOAD, Ran("print(x.shape)\nprint(n)\nn", printed, printed), MODEL) is None


RUN = (
    HEAD,
    LOAD,
    Ran("print(x.shape, n)", "(60000, 784) 10\n"),
    Ran("words = []\nfor line in data.lines():\n    words.append(line)"),
    Ran("len(words)", result="500"),
    MODEL,
    Ran("other = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Dense(len(words))])"),
)
EDITS = {
    "the model": (5, Ran(MODEL + "\nmodel.summary()")),
    "what is printed": (2, Ran("print(x.shape, n)", "(60000, 100) 10\n")),
    "an output that is gone": (2, Ran("print(x.shape, n) ")),
    "a length that is gone": (4, Ran("len(words) ")),
    "what is loaded": (1, Ran("x, n = data.load('other')\nn = 3")),
    "a change of a list": (5, Ran("words.append('more')\n" + MODEL)),
    "a frame": (5, Ran("x.columns\n" + MODEL)),
    "a new cell": (0, Ran(HEAD + "\nimport numpy")),
}


@pytest.mark.parametrize("first", EDITS)
@pytest.mark.parametrize("second", EDITS)
def test_going_on_says_what_starting_over_says(first: str, second: str) -> None:
    """Whatever was edited before, also when it is taken back."""
    previous = None
    cells = list(RUN)
    for edits in ((), (first,), (first, second), (second,), ()):
        cells = list(RUN)
        for name in edits:
            place, cell = EDITS[name]
            cells[place] = cell
        going_on = analysed(*cells, previous=previous)
        assert _written(going_on) == _written(analysed(*cells)), edits
        previous = going_on


def _written(analysis: Analysis) -> object:
    """Give a report in which frames, which are themselves alone, are their descriptions."""
    report = analysis.report
    return replace(report, known=()), [(known.span, known.name, known.text) for known in report.known]
