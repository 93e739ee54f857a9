"""Sizes that come from argparse, absl's flags, wandb, a tuner or a dictionary of hyper-parameters."""

from __future__ import annotations

import pytest

from param_lsp.analysis import analyze
from param_lsp.report import Model
from param_lsp.shapes import UnknownDim
from param_lsp.source import python_source

HEAD = "import keras\nfrom keras import layers\n"
MODEL = "model = keras.Sequential([keras.Input((4,)), layers.Dense({})])\n"


def models(text: str) -> tuple[Model, ...]:
    found = analyze(python_source("a.py", HEAD + text))
    assert found.findings == ()
    return found.report.models


def total(text: str) -> object:
    (model,) = models(text)
    return model.totals.params if model.totals is not None else None


PARSER = "import argparse\nparser = argparse.ArgumentParser(description='x')\n"


@pytest.mark.parametrize(
    ("code", "size"),
    [
        (PARSER + "parser.add_argument('--units', type=int, default=10)\nargs = parser.parse_args()\n", "args.units"),
        (
            PARSER + "parser.add_argument('-u', '--n-units', default='10', type=int)\na = parser.parse_args()\n",
            "a.n_units",
        ),
        (PARSER + "parser.add_argument('-u', dest='n', default=10)\na, _ = parser.parse_known_args()\n", "a.n"),
        (PARSER + "parser.add_argument('--n', default=10)\na = vars(parser.parse_args())\n", "a['n']"),
        (
            PARSER
            + "g = parser.add_argument_group('g')\ng.add_argument('--n', default=10)\na = parser.parse_args([])\n",
            "a.n",
        ),
        (
            PARSER + "parser.add_argument('--big', action='store_true')\na = parser.parse_args()\n",
            "20 if a.big else 10",
        ),
        (PARSER + "parser.set_defaults(n=10)\na = parser.parse_args()\n", "a.n"),
        ("from absl import flags\nflags.DEFINE_integer('n', 10, 'units')\nFLAGS = flags.FLAGS\n", "FLAGS.n"),
        ("from absl.flags import FLAGS, DEFINE_integer\nDEFINE_integer('n', default=10, help='units')\n", "FLAGS.n"),
        ("from absl import flags\nN = flags.DEFINE_integer('n', 10, 'units')\n", "N.value"),
        (
            "import tensorflow as tf\nflags = tf.compat.v1.app.flags\nflags.DEFINE_integer('n', 10, '')\n",
            "flags.FLAGS.n",
        ),
        ("import wandb\nwandb.init(project='p', config={'n': 10})\nconfig = wandb.config\n", "config.n"),
        ("import wandb\nrun = wandb.init(config=dict(n=10))\n", "run.config['n']"),
        ("import wandb\nwandb.init()\nwandb.config.n = 10\n", "wandb.config.n"),
        ("import wandb\nwandb.init()\nc = wandb.config\nc.update({'n': 10})\n", "wandb.config['n']"),
        ("hp = {'n': 5, 'more': {'m': 2}}\n", "hp['n'] * hp['more']['m']"),
        ("from types import SimpleNamespace\nhp = SimpleNamespace(n=10)\n", "hp.n"),
    ],
)
def test_defaults_are_used(code: str, size: str) -> None:
    assert total(code + MODEL.format(size)) == 50


@pytest.mark.parametrize(
    ("code", "size"),
    [
        (PARSER + "parser.add_argument('--n', type=int)\na = parser.parse_args()\n", "a.n"),
        (PARSER + "parser.add_argument('n', type=int)\na = parser.parse_args()\n", "a.n"),
        (PARSER + "parser.add_argument('--n', default=3, required=True)\na = parser.parse_args()\n", "a.n"),
        (
            "import sys\n" + PARSER + "parser.add_argument('--n', default=3)\na = parser.parse_args(sys.argv[1:])\n",
            "a.n",
        ),
        (PARSER + "parser.add_argument('--n', default='3', type=lambda x: 5)\na = parser.parse_args()\n", "a.n"),
        ("from absl import flags\nflags.DEFINE_integer('n', None, '')\n", "flags.FLAGS.n"),
        ("from absl import flags\n", "flags.FLAGS.n"),
        ("import wandb\nwandb.init()\n", "wandb.config.n"),
    ],
)
def test_what_is_given_at_the_start_is_unknown(code: str, size: str) -> None:
    (model,) = models(code + MODEL.format(size))
    assert not model.complete
    assert model.unknown


def test_a_flag_is_read_in_a_function() -> None:
    code = "from absl import flags\nflags.DEFINE_integer('n', 10, '')\ndef build():\n    return " + MODEL[8:]
    assert total(code.format("flags.FLAGS.n") + "model = build()\n") == 50


TUNED = "def build_model(hp):\n    model = keras.Sequential([keras.Input((4,)), layers.Dense({})])\n    return model\n"


@pytest.mark.parametrize(
    ("size", "ends"),
    [
        ("hp.Int('units', min_value=8, max_value=32, step=8)", (40, 160)),
        ("hp.Int('units', 8, 32)", (40, 160)),
        ("hp.Choice('units', [8, 16, 32])", (40, 160)),
        ("hp.Choice('units', values=[8, 16, 32]) * 2", (80, 320)),
    ],
)
def test_a_tuner_s_ranges_are_intervals(size: str, ends: tuple[int, int]) -> None:
    count = total(TUNED.format(size))
    assert isinstance(count, UnknownDim)
    assert (count.low, count.high) == ends
    assert str(count.reason) == "a tuner chooses units"


def test_a_tuner_s_fixed_values_are_known() -> None:
    assert total(TUNED.format("hp.Fixed('units', 10)")) == 50
    assert total(TUNED.format("hp.Int('units', 10, 10), activation=hp.Choice('a', ['relu', 'tanh'])")) == 50
    assert total(TUNED.format("10 if hp.Boolean('big') else 10")) == 50


def test_another_object_by_the_usual_name_is_no_tuner() -> None:
    (model,) = models(TUNED.format("hp.units"))
    assert not model.complete
