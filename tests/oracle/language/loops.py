# --- comprehensions
from keras import Input, Sequential, layers

widths = [w for w in range(4, 20, 4) if w != 12]
nested = [a * b for a in (1, 2) for b in (3, 4) if a + b > 4]
by_name = {f"d{w}": layers.Dense(w, name=f"d{w}") for w in widths}
unique = {w % 8 for w in widths}
Sequential([Input((3,)), *by_name.values(), *[layers.Dense(n) for n in nested], layers.Dense(len(unique))]).summary()

# --- zip, enumerate, range, reversed, sorted, map, filter
from keras import Input, Sequential, layers

filters, sizes = [8, 16, 4], (3, 5, 3)
model = Sequential([Input((32, 32, 1))])
for index, (count, size) in enumerate(zip(filters, sizes), start=1):
    model.add(layers.Conv2D(count, size, name=f"conv{index}"))
for count in reversed(filters):
    model.add(layers.Conv2D(count, 1))
for count in sorted(filters, key=lambda n: -n):
    model.add(layers.Conv2D(count, 1))
for layer in map(lambda n: layers.Conv2D(n, 1), filter(lambda n: n > 4, filters)):
    model.add(layer)
for i in range(3, 0, -1):
    model.add(layers.Conv2D(i, 1))
model.summary()

# --- sum, max, min, len, any, all
from keras import Input, Sequential, layers

counts = [3, 1, 2]
words = ["a", "bbb", "cc"]
units = sum(counts) + max(counts) * min(counts, key=lambda n: n * n) + len(words) + abs(-2) + round(2.6)
longest = max(words, key=len)
model = Sequential([Input((len(longest),)), layers.Dense(units)])
if any(c > 2 for c in counts) and not all(c > 2 for c in counts):
    model.add(layers.Dense(sum(len(w) for w in words)))
model.summary()

# --- generator expressions as layers
from keras import Input, Sequential, layers

model = Sequential(layer for layer in (Input((3,)), layers.Dense(2), layers.Dense(4)))
model.summary()

# --- generator functions
from keras import Input, Sequential, layers


def blocks(*widths):
    yield Input((3,))
    for width in widths:
        yield layers.Dense(width)
        if width > 4:
            yield layers.Dropout(0.1)
    yield from tail()


def tail():
    yield layers.Dense(2)
    return 7


Sequential(blocks(4, 8)).summary()
Sequential(list(blocks(5))).summary()
Sequential([*blocks(6)]).summary()
model = Sequential()
for layer in blocks(3):
    model.add(layer)
model.summary()

# --- next and send nothing
from keras import Input, Sequential, layers


def widths():
    n = 4
    while True:
        yield n
        n *= 2


width = widths()
model = Sequential([Input((2,))])
model.add(layers.Dense(next(width)))
model.add(layers.Dense(next(width)))
for n in width:
    if n > 40:
        break
    model.add(layers.Dense(n))
model.add(layers.Dense(next(width)))
model.summary()

# --- itertools
import itertools
from itertools import chain, count, cycle, islice, product, repeat, takewhile

from keras import Input, Sequential, layers


def doubles(n):
    while True:
        yield n
        n *= 2


model = Sequential([Input((2,))])
for n in islice(doubles(3), 3):
    model.add(layers.Dense(n))
for n in takewhile(lambda n: n < 12, doubles(3)):
    model.add(layers.Dense(n))
for n in chain([1, 2], (3,)):
    model.add(layers.Dense(n))
for n, activation in zip(count(5), ["relu", "tanh"]):
    model.add(layers.Dense(n, activation=activation))
for a, b in product([1, 2], [3]):
    model.add(layers.Dense(a * b))
for n in repeat(7, 2):
    model.add(layers.Dense(n))
for n, _ in zip(cycle([8, 9]), range(3)):
    model.add(layers.Dense(n))
for a, b in itertools.combinations([1, 2, 3], 2):
    model.add(layers.Dense(a + b))
for n in itertools.accumulate([1, 2, 3]):
    model.add(layers.Dense(n))
model.add(layers.Dense(sum(itertools.chain.from_iterable([[1], [2, 3]]))))
model.summary()

# --- an iterator is used up
from keras import Input, Sequential, layers

sizes = iter([3, 4, 5])
first = next(sizes)
rest = [layers.Dense(n) for n in sizes]
gone = [layers.Dense(n) for n in sizes]
squares = (n * n for n in range(1, 4))
Sequential(
    [Input((first,)), *rest, *gone, layers.Dense(sum(squares)), layers.Dense(sum(squares) + next(sizes, 2))]
).summary()

# --- zip is used up, a list is not
from keras import Input, Sequential, layers

pairs = zip([3, 4], ["a", "b"])
one = [layers.Dense(n, name=name) for n, name in pairs]
two = [layers.Dense(n) for n, name in pairs]
mapped = map(lambda n: n + 1, [1, 2])
total = sum(mapped) + sum(mapped)
Sequential([Input((2,)), *one, *two, layers.Dense(total)]).summary()

# --- while with else and walrus
from keras import Input, Sequential, layers

model = Sequential([Input((64,))])
width = 64
while (width := width // 2) > 8:
    model.add(layers.Dense(width))
model.add(layers.Dense(1))
if (n := len(model.layers)) > 1:
    model.add(layers.Dense(n))
model.summary()

# --- nested loops with break and continue
from keras import Input, Sequential, layers

model = Sequential([Input((4,))])
for i in range(3):
    for j in range(5):
        if j > i:
            break
        if j == 1:
            continue
        model.add(layers.Dense(10 * i + j + 1))
model.summary()

# --- iterating over a dict
from keras import Input, Sequential, layers

config = {"first": 8, "second": 4}
config["third"] = 2
model = Sequential([Input((3,))])
for name in config:
    model.add(layers.Dense(config[name], name=name))
for name, units in config.items():
    model.add(layers.Dense(units, name=name + "_again"))
model.summary()

# --- class iteration protocol
from keras import Input, Sequential, layers


class Widths:
    def __init__(self, *sizes):
        self.sizes = sizes

    def __iter__(self):
        for size in self.sizes:
            yield size

    def __len__(self):
        return len(self.sizes)

    def __getitem__(self, index):
        return self.sizes[index]

    def __contains__(self, size):
        return size in self.sizes


widths = Widths(3, 4, 5)
model = Sequential([Input((2,))] + [layers.Dense(n) for n in widths])
model.add(layers.Dense(len(widths)))
model.add(layers.Dense(widths[-1]))
if 4 in widths:
    model.add(layers.Dense(1))
model.summary()

# --- generator with state and arguments
from keras import Input, Sequential, layers


def pyramid(start, levels):
    width = start
    for level in range(levels):
        layer = layers.Dense(width, name=f"level_{level}")
        width //= 2
        yield layer


for depth in (1, 3):
    model = Sequential([Input((4,))])
    for layer in pyramid(32, depth):
        model.add(layer)
    model.summary()

# --- generator that makes layers lazily keeps Keras's numbers
from keras import Input, Sequential, layers


def lazily():
    yield layers.Dense(1)
    yield layers.Dense(2)


made = lazily()
before = layers.Dense(3)
Sequential([Input((2,)), before, *made]).summary()
