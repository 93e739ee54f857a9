"""The programs that are measured: files and notebooks as people write them, of any length, the same ones each time."""

from __future__ import annotations

HEAD = "import numpy as np\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n\n"

LOADING = '''
def load_{n}(path, limit=None):
    """Load what the model is trained on."""
    data = np.load(path)
    names = [name for name in data.files if not name.startswith("_")]
    for name in names:
        if limit is not None:
            print(name, data[name][:limit])
    return data["x"] / 255.0, data["y"]

'''
MODEL = """
model_{n} = keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.Conv2D({a}, (3, 3), activation="relu"),
    layers.MaxPooling2D((2, 2)),
    layers.Conv2D({b}, (3, 3), activation="relu"),
    layers.BatchNormalization(),
    layers.Flatten(),
    layers.Dense({c}, activation="relu"),
    layers.Dropout(0.5),
    layers.Dense(10, activation="softmax"),
])
model_{n}.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model_{n}.summary()

"""
PLOTTING = '''
def plot_{n}(history):
    """Show how it went."""
    losses = history.history["loss"]
    best = min(range(len(losses)), key=losses.__getitem__)
    print(f"best epoch {{best}}: {{losses[best]:.3f}}")
    return losses[best]

'''
BUILDER = '''
def build_{n}(units={c}, rate=0.5):
    """Make a model for images."""
    inputs = keras.Input((28, 28, 1))
    x = layers.Conv2D({a}, (3, 3), activation="relu")(inputs)
    x = layers.MaxPooling2D((2, 2))(x)
    for filters in ({b}, 64):
        x = layers.Conv2D(filters, (3, 3), padding="same", activation="relu")(x)
        x = layers.BatchNormalization()(x)
    x = layers.Flatten()(x)
    x = layers.Dense(units, activation="relu")(x)
    x = layers.Dropout(rate)(x)
    outputs = layers.Dense(10, activation="softmax")(x)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model

'''
CALL = """
network_{n} = build_{n}({c})
network_{n}.summary()

"""
SCRIPT = (LOADING, MODEL, PLOTTING)
BUILDERS = (LOADING, BUILDER, CALL, BUILDER.replace("build_{n}", "variant_{n}"), PLOTTING)


def script(lines: int, parts: tuple[str, ...] = SCRIPT) -> str:
    """Write a file of at least so many lines; with `BUILDERS`, of functions that make models, half of them called."""
    text, number = HEAD, 0
    while text.count("\n") < lines:
        text += "".join(_numbered(part, number) for part in parts)
        number += 1
    return text


def notebook(cells: int) -> list[str]:
    """Write a notebook of so many code cells, among them a model in every third."""
    texts = [HEAD]
    while len(texts) < cells:
        number, part = divmod(len(texts) - 1, len(SCRIPT))
        texts.append(_numbered(SCRIPT[part], number).strip("\n") + "\n")
    return texts


def _numbered(part: str, number: int) -> str:
    return part.format(n=number, a=16 + number, b=32 + number, c=64 + number)
