# --- argparse
import argparse

from keras import Input, Sequential, layers

parser = argparse.ArgumentParser(description="train")
parser.add_argument("--units", type=int, default=16)
parser.add_argument("-d", "--depth", dest="depth", type=int, default=2)
parser.add_argument("--dropout", type=float, default=0.5)
parser.add_argument("--widths", nargs="+", type=int, default=[4, 8])
parser.add_argument("--no-bias", action="store_true")
parser.add_argument("--bias", action="store_false", default=True)
parser.add_argument("--activation", choices=["relu", "tanh"], default="relu")
args = parser.parse_args()
options = vars(args)
model = Sequential([Input((3,))])
for _ in range(args.depth):
    model.add(layers.Dense(args.units, activation=args.activation, use_bias=not args.no_bias))
for width in options["widths"]:
    model.add(layers.Dense(width, use_bias=args.bias))
model.add(layers.Dropout(args.dropout))
model.summary()

# --- argparse with given arguments
import argparse

from keras import Input, Sequential, layers

parser = argparse.ArgumentParser()
group = parser.add_argument_group("model")
group.add_argument("--units", "-u", type=int, default=16)
group.add_argument("--name", default="net")
parser.add_argument("--flag", action="store_true")
parser.add_argument("sizes", nargs="*", type=int)
args, rest = parser.parse_known_args(["--units", "32", "--flag", "7", "8"])
model = Sequential([Input((3,)), layers.Dense(args.units), *[layers.Dense(n) for n in args.sizes]], name=args.name)
if args.flag:
    model.add(layers.Dense(2))
model.summary()
args = parser.parse_args(["-u", "5"])
Sequential([Input((3,)), layers.Dense(args.units)]).summary()
args = parser.parse_args(args=[])
args.units = 9
Sequential([Input((3,)), layers.Dense(args.units)]).summary()

# --- absl flags
import sys

from absl import flags
from keras import Input, Sequential, layers

FLAGS = flags.FLAGS
flags.DEFINE_integer("units_of_test", 12, "units")
flags.DEFINE_list("widths_of_test", ["3", "4"], "widths")
DEPTH = flags.DEFINE_integer("depth_of_test", 2, "depth")
FLAGS(["program"])
model = Sequential([Input((3,)), layers.Dense(FLAGS.units_of_test)])
for width in FLAGS.widths_of_test:
    model.add(layers.Dense(int(width)))
for _ in range(DEPTH.value):
    model.add(layers.Dense(5))
model.summary()
for name in ("units_of_test", "widths_of_test", "depth_of_test"):
    delattr(FLAGS, name)

# --- the environment is not known (not known)
import os

from keras import Input, Sequential, layers

units = int(os.environ.get("PARAM_LINT_UNITS", 8))
Sequential([Input((3,)), layers.Dense(units)]).summary()

# --- the command line is not known (not known)
import sys

from keras import Input, Sequential, layers

units = int(sys.argv[1]) if len(sys.argv) > 1 else 4
Sequential([Input((3,)), layers.Dense(units)]).summary()

# --- constants of a class and of a dictionary
from keras import Input, Sequential, layers

HYPER = {"units": 8, "layers": [{"units": 4}, {"units": 2}], **{"rate": 0.5}}


class Settings:
    BATCH, SIZE = 32, (8, 8)
    CHANNELS = 3 if SIZE[0] > 4 else 1


settings = {name: value for name, value in vars(Settings).items() if not name.startswith("_")}
model = Sequential([Input((*Settings.SIZE, settings["CHANNELS"])), layers.Flatten(), layers.Dense(HYPER["units"])])
for options in HYPER["layers"]:
    model.add(layers.Dense(**options))
model.add(layers.Dropout(HYPER["rate"]))
model.summary()

# --- global names
from keras import Input, Sequential, layers

UNITS = 4
history = []


def configure(n):
    global UNITS
    UNITS = n
    history.append(n)


def build():
    return Sequential([Input((2,)), layers.Dense(UNITS), layers.Dense(len(history))])


configure(6)
configure(7)
build().summary()
