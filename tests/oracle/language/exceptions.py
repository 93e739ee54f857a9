# --- exceptions of called functions
from keras import Input, Sequential, layers


class TooSmall(ValueError):
    pass


def check(n):
    if n < 1:
        raise TooSmall(f"{n} is too small")
    return n


def size(n):
    try:
        return check(n)
    except ValueError:
        return 7


Sequential([Input((3,)), layers.Dense(size(0)), layers.Dense(size(4))]).summary()

# --- the first handler that takes it
from keras import Input, Sequential, layers


def fail(kind):
    raise kind("no")


def units(kind):
    found = 1
    try:
        found = 2
        fail(kind)
        found = 3
    except KeyError:
        found += 10
    except (TypeError, LookupError) as error:
        found += 20
    except Exception:
        found += 30
    else:
        found += 40
    finally:
        found *= 2
    return found


Sequential([Input((3,)), *[layers.Dense(units(kind)) for kind in (KeyError, IndexError, OSError)]]).summary()

# --- what Python itself raises
from keras import Input, Sequential, layers

sizes, config = [4, 8], {"units": 5}


def number(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return 9
    finally:
        sizes.append(2)


try:
    rate = config["rate"]
except KeyError:
    rate = config.setdefault("rate", 6)
try:
    third = sizes[2]
except IndexError:
    third = 3
try:
    config["units"]
except KeyError:
    third = 1
else:
    third += 1
Sequential([Input((3,)), layers.Dense(number("x")), layers.Dense(number("12")), layers.Dense(rate), layers.Dense(third),
            *[layers.Dense(n) for n in sizes]]).summary()

# --- exceptions that go on
from keras import Input, Sequential, layers


def build(depth):
    if depth > 3:
        raise ValueError("too deep")
    model = Sequential([Input((4,))])
    for index in range(depth):
        model.add(layers.Dense(index + 1))
    return model


def careful(depth):
    try:
        return build(depth)
    except TypeError:
        return build(1)
    except ValueError:
        if depth > 4:
            raise
        return build(2)


def safe(depth):
    try:
        model = careful(depth)
    except ValueError as error:
        model = build(3)
    return model


safe(2).summary()
safe(4).summary()
safe(5).summary()

# --- assertions and loops
from keras import Input, Sequential, layers

model = Sequential([Input((4,))])
for units in (8, 0, 4):
    try:
        assert units > 0, "no units"
        model.add(layers.Dense(units))
    except AssertionError:
        continue
while True:
    try:
        model.add(layers.Dense(2))
        if len(model.layers) > 3:
            raise StopIteration
    except StopIteration:
        break
model.summary()
