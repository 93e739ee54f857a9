# --- callbacks to builders
import keras
from keras import layers


def with_head(build):
    def wrapped(*args, classes=3, **kwargs):
        body = build(*args, **kwargs)
        model = keras.Sequential(name=f"{build.__name__}_{classes}")
        model.add(keras.Input(body.input_shape[1:]))
        for layer in body.layers:
            model.add(layer)
        model.add(layers.Dense(classes, activation="softmax", name="head"))
        return model

    return wrapped


@with_head
def tiny(width):
    return keras.Sequential([keras.Input((6,)), layers.Dense(width), layers.ReLU()])


tiny(9).summary()
tiny(4, classes=7).summary()

# --- frozen feature extractor
import keras
from keras import layers


def feature_extractor(input_shape):
    base = keras.Sequential(
        [
            keras.Input(input_shape),
            layers.Conv2D(8, 3, activation="relu", name="block1_conv1"),
            layers.Conv2D(8, 3, activation="relu", name="block1_conv2"),
            layers.MaxPooling2D(name="block1_pool"),
            layers.Conv2D(16, 3, activation="relu", name="block2_conv1"),
            layers.MaxPooling2D(name="block2_pool"),
        ],
        name="extractor",
    )
    return base


base = feature_extractor((32, 32, 3))
set_trainable = False
for layer in base.layers:
    if layer.name == "block2_conv1":
        set_trainable = True
    if set_trainable:
        layer.trainable = True
    else:
        layer.trainable = False
cut = keras.Model(inputs=base.inputs, outputs=base.get_layer("block1_pool").output, name="cut")
cut.summary()
keras.Model(base.inputs, [layer.output for layer in base.layers if "conv" in layer.name], name="activations").summary()
model = keras.models.Sequential(name="classifier")
model.add(keras.Input((32, 32, 3)))
model.add(base)
model.add(layers.Flatten())
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.summary()
base.summary()

# --- parameters from a namespace
from types import SimpleNamespace

import keras
from keras import layers

cfg = SimpleNamespace(img=SimpleNamespace(h=16, w=16, c=1), blocks=[(1, 4), (2, 8)], head=dict(units=12), use_se=True)


def squeeze_excite(x, ratio=2):
    filters = x.shape[-1]
    se = layers.GlobalAveragePooling2D()(x)
    se = layers.Reshape((1, 1, filters))(se)
    se = layers.Dense(filters // ratio, activation="relu", use_bias=False)(se)
    se = layers.Dense(filters, activation="sigmoid", use_bias=False)(se)
    return layers.multiply([x, se])


def build(cfg):
    i = x = keras.Input((cfg.img.h, cfg.img.w, cfg.img.c), name="img")
    for repeats, filters in cfg.blocks:
        for r in range(repeats):
            x = layers.SeparableConv2D(filters, 3, padding="same", strides=2 if r == 0 else 1)(x)
            x = layers.PReLU(shared_axes=[1, 2])(x)
        if getattr(cfg, "use_se", False):
            x = squeeze_excite(x)
    x = layers.Flatten()(x)
    x = layers.Dense(**cfg.head, activation="relu")(x)
    heads = {name: layers.Dense(n, name=name)(x) for name, n in {"kind": 3, "age": 1}.items()}
    return keras.Model(i, heads, name="multi_head")


build(cfg).summary()

# --- weights shared through a class
import keras
from keras import layers


class Matcher:
    shared = None

    def __init__(self, vocab=50, dim=8, length=20):
        self.vocab, self.dim, self.length = vocab, dim, length
        self.embed = layers.Embedding(vocab, dim, name="embed")
        self.encoder = self._encoder()

    def _encoder(self):
        inp = keras.Input((self.length,), name="tokens")
        x = self.embed(inp)
        x = layers.Conv1D(self.dim * 2, 3, activation="relu")(x)
        x = layers.GlobalMaxPooling1D()(x)
        return keras.Model(inp, x, name="encoder")

    def pair(self, *, symmetric=True):
        names = ("query", "document")
        inputs = [keras.Input((self.length,), name=n) for n in names]
        vectors = [self.encoder(i) for i in inputs]
        if symmetric:
            merged = layers.Dot(axes=-1, normalize=True, name="cosine")(vectors)
        else:
            merged = layers.Concatenate()([*vectors, layers.Subtract()(vectors)])
        return keras.Model(dict(zip(names, inputs)), layers.Dense(1, name="score")(merged), name=f"pair_{symmetric}".lower())


m = Matcher()
m.pair().summary()
m.pair(symmetric=False).summary()

# --- errors that choose a fallback
import keras
from keras import layers

BACKBONES = {"conv": (8, 16), "deep": (4, 4, 4, 4)}


class UnknownBackbone(KeyError):
    """No such backbone."""


def lookup(name):
    try:
        return BACKBONES[name]
    except KeyError as error:
        raise UnknownBackbone(name) from error


def model_for(name, fallback="conv", **kwargs):
    try:
        filters = lookup(name)
    except UnknownBackbone:
        if fallback is None:
            raise
        name, filters = fallback, lookup(fallback)
    finally:
        kwargs.setdefault("name", f"net_{name}_{len(kwargs)}")
    model = keras.Sequential([keras.Input((16, 16, 3))], **kwargs)
    for f in filters:
        model.add(layers.Conv2D(f, 3, padding="same"))
    return model


model_for("deep").summary()
model_for("swin", trainable=False).summary()
try:
    model_for("vit", fallback=None).summary()
except KeyError:
    model_for("vit", fallback="deep", trainable=True).summary()
