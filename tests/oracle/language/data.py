# --- star lists and unpacking
from keras import Input, Sequential, layers

first, *middle, last = [4, 8, 16, 2]
(a, b), c = (1, 2), 3
head = [Input((first,)), *[layers.Dense(n) for n in middle]]
Sequential([*head, layers.Dense(last), layers.Dense(a + b + c)]).summary()
x = y = 5
x, y = y + 1, x
Sequential([Input((x,)), layers.Dense(y)]).summary()

# --- list methods
from keras import Input, Sequential, layers

units = [3, 1]
units.append(4)
units.extend([1, 5])
units.insert(0, 9)
units.remove(1)
popped = units.pop()
units.sort()
units.reverse()
copy = units[:]
copy[0] = 2
del copy[1]
copy += [popped]
units[1:2] = [7, 7]
Sequential(
    [Input((2,))] + [layers.Dense(n) for n in units + copy[::-1]] + [layers.Dense(units.index(7) + units.count(7))]
).summary()

# --- sorting by key
from keras import Input, Sequential, layers

specs = [("c", 3), ("a", 5), ("b", 4)]
specs.sort(key=lambda pair: pair[1])
names = sorted(specs)
widest = max(specs, key=lambda pair: pair[1])
Sequential(
    [
        Input((2,)),
        *[layers.Dense(n, name=k) for k, n in specs],
        *[layers.Dense(n) for _, n in names],
        layers.Dense(widest[1]),
    ]
).summary()

# --- dict methods
from keras import Input, Sequential, layers

config = dict(units=8, activation="relu")
config.update({"units": 16}, use_bias=False)
other = {**config, "units": 4}
merged = config | {"units": 3}
merged |= {"use_bias": True}
name = other.pop("name", "fallback")
config.setdefault("name", name)
units = config.get("units", 1) + config.get("missing", 2)
del other["activation"]
assert "activation" not in other
Sequential(
    [Input((2,)), layers.Dense(**config), layers.Dense(**other), layers.Dense(**merged), layers.Dense(units)]
).summary()
keys = list(config.keys())
Sequential([Input((len(keys),)), layers.Dense(sum(v for v in config.values() if isinstance(v, int)))]).summary()

# --- nested configuration
from keras import Input, Sequential, layers

CONFIG = {
    "input": {"shape": [28, 28, 1]},
    "conv": [{"filters": 8, "kernel_size": 3}, {"filters": 16, "kernel_size": (3, 3), "strides": 2}],
    "dense": {"units": 10},
}
model = Sequential([Input(tuple(CONFIG["input"]["shape"]))])
for spec in CONFIG["conv"]:
    model.add(layers.Conv2D(**spec))
model.add(layers.Flatten())
model.add(layers.Dense(**CONFIG["dense"]))
model.summary()

# --- layers by type name
from keras import Input, Sequential, layers

specs = [("Dense", {"units": 4}), ("Dropout", {"rate": 0.5}), ("Dense", {"units": 2})]
model = Sequential([Input((3,))])
for kind, options in specs:
    model.add(getattr(layers, kind)(**options))
Layer = getattr(layers, "Missing", layers.Dense)
model.add(Layer(7))
model.summary()

# --- dispatch tables
from keras import Input, Sequential, layers

MAKERS = {
    "dense": lambda n: layers.Dense(n),
    "drop": lambda n: layers.Dropout(n / 10),
    "norm": lambda _: layers.BatchNormalization(),
}
model = Sequential([Input((4,))])
for kind, size in [("dense", 8), ("norm", 0), ("drop", 2), ("dense", 1)]:
    model.add(MAKERS[kind](size))
model.summary()
LAYERS = {"gru": layers.GRU, "lstm": layers.LSTM}
Sequential([Input((5, 2)), LAYERS["lstm"](3, return_sequences=True), LAYERS["gru"](4)]).summary()

# --- default dict, counter, deque
from collections import Counter, OrderedDict, defaultdict, deque

from keras import Input, Sequential, layers

groups = defaultdict(list)
for width in (1, 2, 3, 4):
    groups[width % 2].append(width)
letters = Counter("banana")
queue = deque([3, 4])
queue.appendleft(2)
queue.append(5)
first = queue.popleft()
ordered = OrderedDict([("x", 6), ("y", 7)])
sizes = defaultdict(int)
sizes["a"] += 3
Sequential(
    [Input((2,))]
    + [layers.Dense(n) for n in groups[1] + groups[0]]
    + [layers.Dense(letters["a"])]
    + [layers.Dense(n) for n in queue]
    + [layers.Dense(n) for n in ordered.values()]
    + [layers.Dense(first), layers.Dense(sizes["a"]), layers.Dense(len(letters))]
).summary()

# --- formatting
from keras import Input, Sequential, layers

model = Sequential([Input((2,), name="in")], name="model_%s_%d" % ("a", 3))
for i, units in enumerate([4, 16]):
    model.add(layers.Dense(units, name=f"dense_{i:02d}_{units!r}"))
    model.add(layers.Dense(units, name=f"second_{i}_{units}"))
    model.add(layers.Dense(units, name="third_" + str(i) + "_" + "x".join(["a", "b"])))
    model.add(layers.Dense(units, name=f"{'deep':>6}{units / 4:.1f}".strip().replace(".", "_").upper() + str(i)))
model.summary()

# --- conditional expressions
from keras import Input, Sequential, layers

binary, depth = True, 2
units = 1 if binary else 10
activation = "sigmoid" if units == 1 else "softmax"
extra = [layers.Dense(3)] if depth > 1 else []
Sequential(
    [
        Input((2,)),
        *extra,
        layers.Dense(units, activation=activation),
        layers.Dense(depth or 5),
        layers.Dense(binary and 4),
    ]
).summary()

# --- if, elif, else
from keras import Input, Sequential, layers

mode = "medium"
model = Sequential([Input((2,))])
if mode == "small":
    model.add(layers.Dense(1))
elif mode in ("medium", "large") and not mode.startswith("l"):
    model.add(layers.Dense(2))
else:
    model.add(layers.Dense(3))
if mode is not None and 1 < len(mode) <= 6:
    model.add(layers.Dense(4))
model.summary()

# --- try, with, match
import contextlib

from keras import Input, Sequential, layers


@contextlib.contextmanager
def scope():
    yield 6


try:
    n = int("5")
except ValueError:
    n = 9
else:
    n += 1
finally:
    n *= 2
with scope() as width:
    extra = layers.Dense(width)
model = Sequential([Input((2,)), layers.Dense(n), extra])
match ("conv", 3):
    case ("dense", units):
        model.add(layers.Dense(units))
    case ("conv", units) if units > 2:
        model.add(layers.Dense(units + 1))
    case _:
        model.add(layers.Dense(99))
model.summary()

# --- patterns of dictionaries and classes (not known)
from keras import Input, Sequential, layers

model = Sequential([Input((2,))])
match {"kind": "dense", "units": 7}:
    case {"kind": "dense", "units": units}:
        model.add(layers.Dense(units))
match [1, 2, 3]:
    case [first, *rest]:
        model.add(layers.Dense(first + len(rest)))
match 5:
    case int() | float():
        model.add(layers.Dense(8))
model.summary()

# --- exceptions that are raised and caught (not known)
from keras import Input, Sequential, layers


def width(kind):
    if kind not in ("a", "b"):
        raise ValueError(kind)
    return 3


try:
    n = width("c")
except ValueError:
    n = 4
try:
    m = {"x": 1}["y"]
except KeyError:
    m = 5
try:
    k = [1, 2][7]
except (IndexError, TypeError):
    k = 6
Sequential([Input((2,)), layers.Dense(n), layers.Dense(m), layers.Dense(k), layers.Dense(width("a"))]).summary()

# --- augmented assignment
from keras import Input, Sequential, layers

n = 2
n += 3
n *= 4
n -= 2
n //= 3
n **= 2
n %= 20
n |= 8
members = [Input((3,))]
members += [layers.Dense(n)]
members *= 1
text = "a"
text += "b"
sizes = (1,)
sizes += (2,)
table = {"k": [1]}
table["k"] += [5]
Sequential(
    [*members, layers.Dense(len(text), name=text), layers.Dense(sizes[1]), layers.Dense(table["k"][-1])]
).summary()

# --- aliasing and mutation
from keras import Input, Sequential, layers

base = [Input((2,)), layers.Dense(3)]
alias = base
alias.append(layers.Dense(4))
clone = list(base)
clone.append(layers.Dense(5))
model = Sequential(base)
same = model
same.add(layers.Dense(6))
model.summary()
rows = [[1, 2]] * 2
rows[0].append(3)
Sequential([Input((2,)), layers.Dense(len(rows[1]))]).summary()

# --- del
from keras import Input, Sequential, layers

n = 3
units = {"a": 1, "b": 2}
del units["a"]
sizes = [5, 6, 7]
del sizes[0], sizes[-1]
model = Sequential([Input((n,)), layers.Dense(*units.values()), layers.Dense(*sizes)])
del n
model.summary()

# --- sets and tuples
from keras import Input, Sequential, layers

classes = {"cat", "dog"} | {"cow"}
classes.add("pig")
classes.discard("dog")
labels = set(["a", "b", "a"])
shape = (8,) + (8, 3)
shape = shape[:2] + (1,)
Sequential([Input(shape), layers.Flatten(), layers.Dense(len(classes)), layers.Dense(len(labels))]).summary()
frozen = frozenset([1, 2, 2])
Sequential([Input((len(frozen),)), layers.Dense(len(classes & {"cat"}))]).summary()

# --- strings
from keras import Input, Sequential, layers

architecture = "64-32-8"
widths = [int(part) for part in architecture.split("-")]
code = "C4 P D3"
model = Sequential([Input((16, 16, 1))])
for token in code.split():
    kind, size = token[0], token[1:]
    if kind == "C":
        model.add(layers.Conv2D(int(size), 3))
    elif kind == "P":
        model.add(layers.MaxPooling2D())
    else:
        model.add(layers.Flatten())
        model.add(layers.Dense(int(size)))
model.summary()
Sequential([Input((2,))] + [layers.Dense(w) for w in widths]).summary()

# --- json and copies
import copy
import json

from keras import Input, Sequential, layers

config = json.loads('{"units": [4, 8], "classes": 3}')
other = copy.deepcopy(config)
other["units"].append(2)
Sequential([Input((2,))] + [layers.Dense(n) for n in config["units"]] + [layers.Dense(config["classes"])]).summary()
Sequential([Input((2,))] + [layers.Dense(n) for n in other["units"]]).summary()
text = json.dumps({"a": 1})
Sequential([Input((2,)), layers.Dense(json.loads(text)["a"])]).summary()

# --- arithmetic
import math

from keras import Input, Sequential, layers

n = 100
units = [
    int(n * 0.5),
    n // 3,
    2**5,
    round(n / 7),
    math.ceil(n / 8),
    math.floor(9.9),
    int(math.sqrt(n)),
    int(math.log2(64)),
    abs(-3),
    divmod(17, 5)[0],
    max(1, n >> 5),
    -(-7 // 2),
    int(1e1),
    int("12"),
    True + 2,
    math.prod([2, 3]),
]
Sequential([Input((2,))] + [layers.Dense(u) for u in units]).summary()
