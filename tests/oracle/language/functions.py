# --- positional-only and keyword-only parameters
from keras import Input, Sequential, layers


def build(features, /, hidden=8, *, classes, **extra):
    return Sequential([Input((features,)), layers.Dense(hidden, **extra), layers.Dense(classes)])


build(4, classes=3).summary()
build(5, 6, classes=2, activation="relu", use_bias=False).summary()

# --- star arguments
from keras import Input, Sequential, layers


def stack(size, *widths, final=1, **options):
    model = Sequential([Input((size,))])
    for width in widths:
        model.add(layers.Dense(width, **options))
    model.add(layers.Dense(final))
    return model


widths = (16, 8)
stack(10, *widths, 4, final=2, activation="relu").summary()
stack(*[3, 5], **dict(final=7)).summary()

# --- closures and nonlocal
from keras import Input, Sequential, layers


def factory(units):
    count = 0

    def make():
        nonlocal count
        count += 1
        return layers.Dense(units * count, name=f"block_{count}")

    return make


make = factory(4)
Sequential([Input((2,)), make(), make(), make()]).summary()

# --- recursion
from keras import Input, Sequential, layers


def halves(width):
    return [] if width < 4 else [layers.Dense(width), *halves(width // 2)]


def factorial(n):
    return 1 if n <= 1 else n * factorial(n - 1)


Sequential([Input((9,)), *halves(32), layers.Dense(factorial(4))]).summary()

# --- lambdas
from keras import Input, Sequential, layers

dense = lambda n, activation=None: layers.Dense(n, activation=activation)
double = lambda n: 2 * n
Sequential([Input((3,)), dense(double(4)), dense(n=5), (lambda: layers.Dense(6))()]).summary()

# --- decorators
import functools

from keras import Input, Sequential, layers


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("call", function.__name__)
        return function(*args, **kwargs)

    return wrapper


def times(n):
    def decorate(function):
        def inner(*args):
            return [function(*args) for _ in range(n)]

        return inner

    return decorate


@logged
def build(n):
    return Sequential([Input((n,)), layers.Dense(2), *blocks(5)])


@times(3)
def blocks(n):
    return layers.Dense(n)


@functools.cache
def width(n):
    return n + 1


@functools.cache
def depth():
    return 2


build(7).summary()
Sequential([Input((width(3),)), layers.Dense(depth())]).summary()

# --- registry decorators
from keras import Input, Sequential, layers

BUILDERS = {}


def register(name):
    def decorate(function):
        BUILDERS[name] = function
        return function

    return decorate


@register("mlp")
def build_mlp(n):
    return Sequential([Input((n,)), layers.Dense(3)])


@register("cnn")
def build_cnn(n):
    return Sequential([Input((n, n, 1)), layers.Conv2D(4, 3), layers.Flatten()])


BUILDERS["cnn"](8).summary()
for name, builder in BUILDERS.items():
    builder(6).summary()
print(sorted(BUILDERS))

# --- partial
from functools import partial

from keras import Input, Sequential, layers

Dense = partial(layers.Dense, activation="relu", kernel_initializer="he_normal")
Conv = partial(layers.Conv2D, kernel_size=3, padding="same")
wide = partial(Dense, 64)
Sequential([Input((8, 8, 3)), Conv(4), Conv(filters=5, strides=2), layers.Flatten(), wide(), Dense(10)]).summary()

# --- defaults that are evaluated once
from keras import Input, Sequential, layers

size = 4


def build(n=size, widths=(8, 4), options=None):
    options = options or {"activation": "relu"}
    return Sequential([Input((n,))] + [layers.Dense(w, **options) for w in widths])


size = 100
build().summary()
build(widths=[3]).summary()

# --- default arguments that keep what was appended
from keras import Input, Sequential, layers


def grow(n, made=[]):
    made.append(layers.Dense(n))
    return made


grow(3)
Sequential([Input((2,)), *grow(4)]).summary()

# --- keyword arguments collected and passed on
from keras import Input, Sequential, layers


def conv_block(filters, **kwargs):
    kwargs.setdefault("padding", "same")
    name = kwargs.pop("name", "conv")
    return [layers.Conv2D(filters, 3, name=name, **kwargs), layers.BatchNormalization(name=f"{name}_bn")]


Sequential([Input((8, 8, 3)), *conv_block(4), *conv_block(6, name="second", strides=2, padding="valid")]).summary()

# --- functions in data
from keras import Input, Sequential, layers


def small():
    return layers.Dense(2)


def large():
    return layers.Dense(20)


choices = {"small": small, "large": large}
table = [("a", small), ("b", large)]
Sequential([Input((3,)), choices["large"](), *[make() for _, make in table], choices.get("none", small)()]).summary()

# --- functions that change their argument
from keras import Input, Sequential, layers


def add_head(model, classes):
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(classes))


def extend(members, n):
    members += [layers.Dense(n)]


model = Sequential([Input((4,)), layers.Dense(8)])
add_head(model, 3)
model.summary()
members = [Input((2,))]
extend(members, 3)
extend(members, 4)
Sequential(members).summary()

# --- several values returned
from keras import Input, Sequential, layers


def parts(n):
    return [layers.Dense(n)], {"units": n + 1}, n + 2


first, options, rest = parts(5)
_, (*_, last) = 0, (1, 2, 9)
Sequential([Input((2,)), *first, layers.Dense(**options), layers.Dense(rest), layers.Dense(last)]).summary()

# --- a function that returns early
from keras import Input, Sequential, layers


def build(kind, n):
    if kind == "linear":
        return Sequential([Input((n,)), layers.Dense(1)])
    model = Sequential([Input((n,)), layers.Dense(16)])
    if kind == "deep":
        for i in range(10):
            if i == 2:
                break
            if i % 2:
                continue
            model.add(layers.Dense(8 + i))
        else:
            model.add(layers.Dense(999))
    return model


build("linear", 3).summary()
build("deep", 4).summary()

# --- a callable object
from keras import Input, Sequential, layers


class Block:
    def __init__(self, units):
        self.units = units
        self.made = 0

    def __call__(self, scale=1):
        self.made += 1
        return layers.Dense(self.units * scale, name=f"made_{self.units}_{self.made}")


block = Block(4)
Sequential([Input((3,)), block(), block(2), Block(5)(3)]).summary()

# --- main

from keras import Input, Sequential, layers


def main(argv=None):
    model = Sequential([Input((4,)), layers.Dense(2)])
    model.summary()
    return 0


if __name__ == "__main__":
    main()
