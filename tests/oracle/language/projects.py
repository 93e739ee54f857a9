# --- a residual network with helper functions
import keras
from keras import layers

WEIGHT_DECAY = 1e-4


def conv_bn(x, filters, kernel_size=3, strides=1, activation="relu", name=None):
    x = layers.Conv2D(
        filters,
        kernel_size,
        strides=strides,
        padding="same",
        use_bias=False,
        kernel_regularizer=keras.regularizers.l2(WEIGHT_DECAY),
        name=None if name is None else name + "_conv",
    )(x)
    x = layers.BatchNormalization(name=f"{name}_bn" if name else None)(x)
    if activation:
        x = layers.Activation(activation)(x)
    return x


def residual_block(x, filters, stride=1):
    shortcut = x
    y = conv_bn(x, filters, strides=stride)
    y = conv_bn(y, filters, activation=None)
    if stride != 1 or x.shape[-1] != filters:
        shortcut = conv_bn(shortcut, filters, 1, strides=stride, activation=None)
    y = layers.add([y, shortcut])
    return layers.ReLU()(y)


def build_resnet(input_shape=(32, 32, 3), num_classes=10, depth=20):
    if (depth - 2) % 6 != 0:
        raise ValueError("depth should be 6n+2")
    n = (depth - 2) // 6
    inputs = keras.Input(shape=input_shape)
    x = conv_bn(inputs, 16, name="stem")
    for stage, filters in enumerate([16, 32, 64]):
        for block in range(n):
            x = residual_block(x, filters, stride=2 if stage > 0 and block == 0 else 1)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(num_classes, activation="softmax")(x)
    return keras.Model(inputs, outputs, name=f"resnet{depth}v1")


build_resnet().summary()
try:
    model = build_resnet(depth=21)
except ValueError:
    model = build_resnet(depth=14, num_classes=100)
model.summary()

# --- a U-Net
import keras
from keras import layers


class UNetBuilder:
    def __init__(self, base_filters=8, depth=3, dropout=0.0, n_classes=1):
        self.base_filters = base_filters
        self.depth = depth
        self.dropout = dropout
        self.n_classes = n_classes
        self.skips = []

    def double_conv(self, x, filters):
        for _ in range(2):
            x = layers.Conv2D(filters, (3, 3), padding="same", kernel_initializer="he_normal")(x)
            x = layers.BatchNormalization()(x)
            x = layers.Activation("relu")(x)
        if self.dropout > 0:
            x = layers.Dropout(self.dropout)(x)
        return x

    def encode(self, x):
        for level in range(self.depth):
            x = self.double_conv(x, self.base_filters * 2**level)
            self.skips.append(x)
            x = layers.MaxPooling2D(pool_size=(2, 2))(x)
        return x

    def decode(self, x):
        for level, skip in zip(reversed(range(self.depth)), self.skips[::-1]):
            filters = self.base_filters * 2**level
            x = layers.Conv2DTranspose(filters, 2, strides=2, padding="same")(x)
            x = layers.concatenate([x, skip])
            x = self.double_conv(x, filters)
        return x

    def build(self, shape):
        inputs = keras.Input(shape)
        x = self.encode(inputs)
        x = self.double_conv(x, self.base_filters * 2**self.depth)
        x = self.decode(x)
        activation = "sigmoid" if self.n_classes == 1 else "softmax"
        outputs = layers.Conv2D(self.n_classes, 1, activation=activation)(x)
        return keras.Model(inputs=[inputs], outputs=[outputs], name="unet")


UNetBuilder(depth=2, dropout=0.1).build((64, 64, 1)).summary()

# --- a registry with decorators
import functools

import keras
from keras import layers

MODELS = {}


def register(name=None, **defaults):
    def decorator(fn):
        key = name or fn.__name__

        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            options = {**defaults, **kwargs}
            return fn(*args, **options)

        MODELS[key] = wrapper
        return wrapper

    return decorator


@register("mlp", hidden=(32, 16))
def make_mlp(input_dim, output_dim, hidden=(64,), dropout=None):
    model = keras.Sequential(name="mlp")
    model.add(keras.Input(shape=(input_dim,)))
    for i, units in enumerate(hidden, start=1):
        model.add(layers.Dense(units, activation="relu", name=f"hidden_{i}"))
        if dropout:
            model.add(layers.Dropout(dropout, name=f"drop_{i}"))
    model.add(layers.Dense(output_dim, name="out"))
    return model


@register()
def cnn(input_dim, output_dim, filters=8):
    return keras.Sequential(
        [
            keras.Input(shape=(input_dim,)),
            layers.Reshape((input_dim, 1)),
            layers.Conv1D(filters, 3, activation="relu"),
            layers.GlobalMaxPooling1D(),
            layers.Dense(output_dim),
        ],
        name="cnn",
    )


def get_model(name, *args, **kwargs):
    if name not in MODELS:
        raise KeyError(f"unknown model {name}, choose from {sorted(MODELS)}")
    return MODELS[name](*args, **kwargs)


for name in MODELS:
    get_model(name, 20, 3).summary()
get_model("mlp", 8, 1, hidden=[4] * 3, dropout=0.2).summary()

# --- a configuration class
from dataclasses import asdict, dataclass, field

import keras
from keras import layers


@dataclass
class LayerConfig:
    kind: str
    units: int = 0
    kwargs: dict = field(default_factory=dict)


@dataclass
class ModelConfig:
    input_shape: tuple = (28, 28, 1)
    num_classes: int = 10
    blocks: list = field(default_factory=lambda: [LayerConfig("conv", 8), LayerConfig("pool"), LayerConfig("conv", 16)])
    head: list = field(default_factory=list)
    dropout: float = 0.25

    @property
    def n_blocks(self):
        return len(self.blocks)

    @classmethod
    def small(cls):
        return cls(blocks=[LayerConfig("conv", 4, {"strides": 2})], num_classes=3)

    def __post_init__(self):
        if not self.head:
            self.head = [32 * self.n_blocks]


def build(config: ModelConfig) -> keras.Model:
    model = keras.Sequential([layers.Input(config.input_shape)], name="configured")
    makers = {
        "conv": lambda c: layers.Conv2D(c.units, 3, activation="relu", **c.kwargs),
        "pool": lambda c: layers.MaxPool2D(),
    }
    for block in config.blocks:
        model.add(makers[block.kind](block))
    model.add(layers.Flatten())
    for units in config.head:
        model.add(layers.Dense(units, activation="relu"))
    if config.dropout:
        model.add(layers.Dropout(config.dropout))
    model.add(layers.Dense(config.num_classes, activation="softmax"))
    return model


build(ModelConfig()).summary()
small = ModelConfig.small()
small.head += [8]
build(small).summary()
print(asdict(small)["num_classes"])
build(ModelConfig(**{**asdict(small), "blocks": [], "head": [5]})).summary()

# --- a transformer encoder
import keras
from keras import layers


def transformer_block(x, head_size, num_heads, ff_dim, dropout=0, *, norm_first=True):
    y = layers.LayerNormalization(epsilon=1e-6)(x) if norm_first else x
    y = layers.MultiHeadAttention(key_dim=head_size, num_heads=num_heads, dropout=dropout)(y, y)
    y = layers.Dropout(dropout)(y)
    res = y + x
    y = layers.LayerNormalization(epsilon=1e-6)(res)
    y = layers.Conv1D(filters=ff_dim, kernel_size=1, activation="relu")(y)
    y = layers.Dropout(dropout)(y)
    y = layers.Conv1D(filters=x.shape[-1], kernel_size=1)(y)
    return y + res


def build_model(input_shape, head_size, num_heads, ff_dim, num_blocks, mlp_units, dropout=0, mlp_dropout=0, n_classes=2):
    inputs = keras.Input(shape=input_shape)
    x = inputs
    for _ in range(num_blocks):
        x = transformer_block(x, head_size, num_heads, ff_dim, dropout)
    x = layers.GlobalAveragePooling1D(data_format="channels_last")(x)
    for dim in mlp_units:
        x = layers.Dense(dim, activation="relu")(x)
        x = layers.Dropout(mlp_dropout)(x)
    return keras.Model(inputs, layers.Dense(n_classes, activation="softmax")(x))


params = dict(head_size=32, num_heads=2, ff_dim=4, num_blocks=2, mlp_units=[128], mlp_dropout=0.4, dropout=0.25)
build_model((500, 1), **params).summary()

# --- a text classifier from hyper-parameters
import keras
from keras import layers
from keras.layers import LSTM, Bidirectional, Dense, Embedding

HPARAMS = {
    "vocab_size": 10_000,
    "embedding": {"dim": 64, "trainable": False},
    "rnn": [{"cell": "LSTM", "units": 32}, {"cell": "GRU", "units": 16}],
    "dense": {"units": [64, 32], "activation": "relu"},
    "maxlen": 100,
}
CELLS = {"LSTM": LSTM, "GRU": layers.GRU}


def create_model(hp, bidirectional=True):
    model = keras.models.Sequential()
    model.add(keras.Input((hp["maxlen"],), dtype="int32"))
    model.add(Embedding(hp["vocab_size"], hp["embedding"]["dim"], trainable=hp["embedding"].get("trainable", True)))
    *inner, last = hp["rnn"]
    for spec in inner:
        cell = CELLS[spec["cell"]](spec["units"], return_sequences=True)
        model.add(Bidirectional(cell) if bidirectional else cell)
    model.add(getattr(layers, last["cell"])(last["units"]))
    for units in hp["dense"]["units"]:
        model.add(Dense(units, activation=hp["dense"]["activation"]))
    model.add(Dense(1, activation="sigmoid"))
    return model


create_model(HPARAMS).summary()
create_model(HPARAMS | {"rnn": HPARAMS["rnn"][1:]}, bidirectional=False).summary()

# --- an autoencoder of two models
import math

import keras
from keras import layers


def encoder(shape, latent_dim, filters=(8, 16)):
    inputs = keras.Input(shape=shape, name="encoder_input")
    x = inputs
    for f in filters:
        x = layers.Conv2D(f, 3, strides=2, padding="same")(x)
        x = layers.LeakyReLU(negative_slope=0.2)(x)
    volume = x.shape
    x = layers.Flatten()(x)
    latent = layers.Dense(latent_dim, name="latent")(x)
    return keras.Model(inputs, latent, name="encoder"), volume[1:]


def decoder(volume, latent_dim, channels, filters=(16, 8)):
    inputs = keras.Input((latent_dim,), name="decoder_input")
    x = layers.Dense(math.prod(volume))(inputs)
    x = layers.Reshape(volume)(x)
    for f in filters:
        x = layers.Conv2DTranspose(f, 3, strides=2, padding="same")(x)
        x = layers.BatchNormalization(axis=-1)(x)
    x = layers.Conv2DTranspose(channels, 3, padding="same", activation="sigmoid")(x)
    return keras.Model(inputs, x, name="decoder")


shape, latent_dim = (28, 28, 1), 16
enc, volume = encoder(shape, latent_dim)
dec = decoder(tuple(volume), latent_dim, shape[-1])
autoencoder = keras.Model(enc.input, dec(enc.output), name="autoencoder")
enc.summary()
dec.summary()
autoencoder.summary()

# --- a GAN with frozen discriminator
import keras
from keras import layers
from keras.models import Sequential
from keras.optimizers import Adam


class GAN:
    def __init__(self, rows=28, cols=28, channels=1, latent_dim=100):
        self.img_shape = (rows, cols, channels)
        self.latent_dim = latent_dim
        optimizer = Adam(0.0002, 0.5)
        self.discriminator = self.build_discriminator()
        self.discriminator.compile(loss="binary_crossentropy", optimizer=optimizer, metrics=["accuracy"])
        self.generator = self.build_generator()
        z = keras.Input(shape=(self.latent_dim,), name="z")
        img = self.generator(z)
        self.discriminator.trainable = False
        validity = self.discriminator(img)
        self.combined = keras.Model(z, validity, name="combined")
        self.combined.compile(loss="binary_crossentropy", optimizer=optimizer)

    def build_generator(self):
        model = Sequential(name="generator_stack")
        model.add(keras.Input((self.latent_dim,)))
        for units in (256, 512):
            model.add(layers.Dense(units))
            model.add(layers.LeakyReLU(negative_slope=0.2))
            model.add(layers.BatchNormalization(momentum=0.8))
        rows, cols, channels = self.img_shape
        model.add(layers.Dense(rows * cols * channels, activation="tanh"))
        model.add(layers.Reshape(self.img_shape))
        model.summary()
        noise = keras.Input(shape=(self.latent_dim,), name="noise")
        return keras.Model(noise, model(noise), name="generator")

    def build_discriminator(self):
        model = Sequential(
            [keras.Input(self.img_shape), layers.Flatten(), layers.Dense(512), layers.Dense(1)], name="critic_stack"
        )
        img = keras.Input(shape=self.img_shape, name="img")
        return keras.Model(img, model(img), name="discriminator")


gan = GAN()
gan.generator.summary()
gan.combined.summary()

# --- a siamese network
import keras
from keras import layers, ops


def embedding_tower(shape, dim, **conv):
    inp = layers.Input(shape)
    x = layers.Conv2D(16, (5, 5), **conv)(inp)
    x = layers.AveragePooling2D(pool_size=(2, 2))(x)
    x = layers.Conv2D(32, (5, 5), **conv)(x)
    x = layers.Flatten()(x)
    return keras.Model(inp, layers.Dense(dim, activation="tanh")(x), name="tower")


tower = embedding_tower((28, 28, 1), 10, activation="tanh", padding="valid")
pair = [layers.Input((28, 28, 1), name=f"input_{side}") for side in ("left", "right")]
left, right = map(tower, pair)
distance = layers.Lambda(
    lambda vects: ops.sqrt(ops.maximum(ops.sum(ops.square(vects[0] - vects[1]), axis=1, keepdims=True), 1e-7)),
    output_shape=(1,),
    name="distance",
)([left, right])
normal = layers.BatchNormalization()(distance)
siamese = keras.Model(inputs=pair, outputs=layers.Dense(1, activation="sigmoid")(normal), name="siamese")
siamese.summary()

# --- transfer learning in two phases
import keras
from keras import layers

IMG_SIZE = (64, 64)
IMG_SHAPE = IMG_SIZE + (3,)


def make_model(n_classes, fine_tune_at=None, pooling="avg"):
    base = keras.applications.MobileNetV2(input_shape=IMG_SHAPE, include_top=False, weights=None, pooling=pooling)
    base.trainable = fine_tune_at is not None
    for layer in base.layers[:fine_tune_at]:
        layer.trainable = False
    inputs = keras.Input(shape=IMG_SHAPE, name="image")
    x = layers.RandomFlip("horizontal")(inputs)
    x = layers.Rescaling(1.0 / 127.5, offset=-1)(x)
    x = base(x, training=False)
    if pooling is None:
        x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    outputs = layers.Dense(n_classes)(x)
    return keras.Model(inputs, outputs, name="phase_1" if fine_tune_at is None else "phase_2")


make_model(2).summary()
make_model(5, fine_tune_at=100, pooling=None).summary()

# --- a wide and deep model from columns
import keras
from keras import layers

NUMERIC = ["age", "income", "hours"]
CATEGORICAL = {"job": 12, "city": 40, "education": 5}


def encode_inputs(numeric, categorical):
    inputs, encoded = {}, []
    for name in numeric:
        inputs[name] = keras.Input(shape=(1,), name=name)
        encoded.append(inputs[name])
    for name, size in categorical.items():
        inputs[name] = keras.Input(shape=(), name=name, dtype="int64")
        dim = min(8, int(size**0.5))
        encoded.append(layers.Embedding(size + 1, dim, name=f"{name}_embedding")(inputs[name]))
    return inputs, layers.concatenate(encoded)


inputs, wide = encode_inputs(NUMERIC, CATEGORICAL)
deep = wide
for units in [2**n for n in range(5, 2, -1)]:
    deep = layers.Dense(units)(deep)
    deep = layers.BatchNormalization()(deep)
    deep = layers.ReLU()(deep)
merged = layers.concatenate([wide, deep])
model = keras.Model(inputs=inputs, outputs=layers.Dense(1, activation="sigmoid")(merged), name="wide_and_deep")
model.summary()

# --- a builder with method chaining
import keras
from keras import layers


class NetworkBuilder:
    _defaults = {"activation": "relu", "kernel_initializer": "he_uniform"}

    def __init__(self, input_shape, **overrides):
        self._stack = [keras.Input(input_shape)]
        self._options = dict(self._defaults, **overrides)
        self._count = 0

    def _name(self, prefix):
        self._count += 1
        return f"{prefix}_{self._count:02d}"

    def conv(self, *filters, size=3, pool=True):
        for n in filters:
            self._stack.append(layers.Conv2D(n, size, padding="same", name=self._name("conv"), **self._options))
        if pool:
            self._stack.append(layers.MaxPooling2D(name=self._name("pool")))
        return self

    def dense(self, units, dropout=0.0):
        if not any(isinstance(layer, layers.Flatten) for layer in self._stack):
            self._stack.append(layers.Flatten(name="flatten"))
        self._stack.append(layers.Dense(units, name=self._name("dense"), **self._options))
        self._stack += [layers.Dropout(dropout, name=self._name("drop"))] if dropout else []
        return self

    def build(self, classes, name="built"):
        return keras.Sequential([*self._stack, layers.Dense(classes, name="logits")], name=name)

    def __len__(self):
        return len(self._stack)


builder = NetworkBuilder((32, 32, 3), activation="elu").conv(8, 8).conv(16, size=5, pool=False).dense(32, dropout=0.5).dense(16)
print(len(builder))
builder.build(10).summary()
NetworkBuilder((8, 8, 1)).conv(2).build(1, name="tiny").summary()

# --- an abstract experiment class
from abc import ABC, abstractmethod

import keras
from keras import layers


class Experiment(ABC):
    registry = {}
    name = None

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        Experiment.registry[cls.name] = cls

    def __init__(self, features=16, classes=4):
        self.features, self.classes = features, classes
        self.model = self._assemble()

    def _assemble(self):
        inputs = keras.Input((self.features,), name="features")
        x = self.backbone(inputs)
        x = self.neck(x)
        return keras.Model(inputs, self.head(x), name=self.name)

    @abstractmethod
    def backbone(self, x):
        raise NotImplementedError

    def neck(self, x):
        return x

    def head(self, x):
        return layers.Dense(self.classes, activation="softmax", name="predictions")(x)


class Shallow(Experiment):
    name = "shallow"

    def backbone(self, x):
        return layers.Dense(self.features * 2, activation="relu")(x)


class Deep(Shallow):
    name = "deep"
    widths = [64, 32]

    def backbone(self, x):
        x = super().backbone(x)
        for width in self.widths:
            x = layers.Dense(width, activation="gelu")(x)
        return x

    def neck(self, x):
        return layers.Dropout(0.3)(layers.LayerNormalization()(x))


for key, experiment in Experiment.registry.items():
    experiment().model.summary()
Experiment.registry["deep"](features=8, classes=2).model.summary()

# --- sequence to sequence with shared layers
import keras
from keras import layers

num_encoder_tokens, num_decoder_tokens, latent_dim = 71, 93, 24

encoder_inputs = keras.Input(shape=(None, num_encoder_tokens), name="encoder_inputs")
encoder = layers.LSTM(latent_dim, return_state=True, name="encoder")
encoder_outputs, state_h, state_c = encoder(encoder_inputs)
encoder_states = [state_h, state_c]
decoder_inputs = keras.Input(shape=(None, num_decoder_tokens), name="decoder_inputs")
decoder_lstm = layers.LSTM(latent_dim, return_sequences=True, return_state=True, name="decoder")
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=encoder_states)
decoder_dense = layers.Dense(num_decoder_tokens, activation="softmax", name="tokens")
decoder_outputs = decoder_dense(decoder_outputs)
model = keras.Model([encoder_inputs, decoder_inputs], decoder_outputs, name="training")
model.summary()
encoder_model = keras.Model(encoder_inputs, encoder_states, name="encoding")
encoder_model.summary()
states = [keras.Input(shape=(latent_dim,), name=f"state_{s}") for s in "hc"]
outputs, h, c = decoder_lstm(decoder_inputs, initial_state=states)
keras.Model([decoder_inputs] + states, [decoder_dense(outputs), h, c], name="decoding").summary()

# --- a grid of models
import itertools

import keras
from keras import layers

GRID = {"units": [8, 16], "depth": [1, 2], "norm": [None, "batch"]}
NORMS = {"batch": layers.BatchNormalization, "layer": layers.LayerNormalization}


def candidates(grid):
    names = sorted(grid)
    for values in itertools.product(*(grid[name] for name in names)):
        yield dict(zip(names, values))


def build(units, depth, norm=None, input_dim=12):
    name = "_".join(f"{value}" for value in (units, depth, norm or "plain"))
    blocks = []
    for level in range(depth):
        blocks.append(layers.Dense(units // (level + 1), use_bias=norm is None))
        if norm is not None:
            blocks.append(NORMS[norm]())
        blocks.append(layers.Activation("relu"))
    return keras.Sequential([keras.Input((input_dim,)), *blocks, layers.Dense(1)], name=f"grid_{name}")


models = [build(**options) for options in candidates(GRID)]
smallest = min(models, key=lambda m: m.count_params())
best = max(models, key=lambda m: (m.count_params(), len(m.layers)))
for model in (smallest, best):
    model.summary()
print(smallest.name, best.name, [m.count_params() for m in models])

# --- an ensemble of members
import keras
from keras import layers


def member(seed, shape=(10,)):
    inputs = keras.Input(shape, name=f"in_{seed}")
    x = layers.Dense(8 + 2 * seed, name=f"dense_{seed}")(inputs)
    return keras.Model(inputs, layers.Dense(3, name=f"out_{seed}")(x), name=f"member_{seed}")


members = [member(seed) for seed in range(3)]
for m in members[:-1]:
    m.trainable = False
inputs = keras.Input((10,), name="inputs")
stacked = layers.concatenate([m(inputs) for m in members])
average = layers.Average()([m(inputs) for m in members])
gate = layers.Dense(len(members) * 3, activation="sigmoid", use_bias=False)(stacked)
output = layers.Dense(3)(layers.Multiply()([stacked, gate]))
ensemble = keras.Model(inputs, [output, average], name="ensemble")
ensemble.summary()

# --- custom layers in a functional model
import keras
from keras import layers


class Patches(layers.Layer):
    def __init__(self, patch_size, **kwargs):
        super().__init__(**kwargs)
        self.conv = layers.Conv2D(24, patch_size, patch_size)
        self.reshape = layers.Reshape((-1, 24))

    def call(self, images):
        return self.reshape(self.conv(images))


class PatchEncoder(layers.Layer):
    def __init__(self, num_patches, projection_dim):
        super().__init__()
        self.num_patches = num_patches
        self.projection = layers.Dense(units=projection_dim)
        self.position_embedding = layers.Embedding(input_dim=num_patches, output_dim=projection_dim)

    def call(self, patch):
        positions = keras.ops.expand_dims(keras.ops.arange(start=0, stop=self.num_patches, step=1), axis=0)
        return self.projection(patch) + self.position_embedding(positions)


def mlp(x, hidden_units, dropout_rate):
    for units in hidden_units:
        x = layers.Dense(units, activation=keras.activations.gelu)(x)
        x = layers.Dropout(dropout_rate)(x)
    return x


image_size, patch_size, dim = 32, 8, 16
num_patches = (image_size // patch_size) ** 2
inputs = keras.Input(shape=(image_size, image_size, 3), name="image")
encoded = PatchEncoder(num_patches, dim)(Patches(patch_size)(inputs))
for _ in range(2):
    x1 = layers.LayerNormalization(epsilon=1e-6)(encoded)
    attention = layers.MultiHeadAttention(num_heads=2, key_dim=dim, dropout=0.1)(x1, x1)
    x2 = layers.Add()([attention, encoded])
    x3 = layers.LayerNormalization(epsilon=1e-6)(x2)
    encoded = layers.Add()([mlp(x3, [dim * 2, dim], 0.1), x2])
representation = layers.Flatten()(layers.LayerNormalization(epsilon=1e-6)(encoded))
model = keras.Model(inputs, layers.Dense(10)(mlp(representation, (32, 16), 0.5)), name="vit")
model.summary()

# --- inception modules from tuples
import keras
from keras import layers

MODULES = [
    ("3a", 8, (12, 16), (2, 4), 4),
    ("3b", 16, (16, 24), (4, 12), 8),
    "pool",
    ("4a", 24, (12, 26), (2, 6), 8),
]


def inception(x, name, f1, f3, f5, pool_proj):
    branches = [
        layers.Conv2D(f1, 1, activation="relu", name=f"{name}_1x1")(x),
    ]
    for size, (reduce, filters) in {3: f3, 5: f5}.items():
        y = layers.Conv2D(reduce, 1, activation="relu", name="{}_{}x{}_reduce".format(name, size, size))(x)
        branches.append(layers.Conv2D(filters, size, padding="same", name="%s_%dx%d" % (name, size, size))(y))
    y = layers.MaxPooling2D(3, strides=1, padding="same", name=f"{name}_pool")(x)
    branches.append(layers.Conv2D(pool_proj, 1, name=f"{name}_pool_proj")(y))
    return layers.Concatenate(axis=-1, name=f"{name}_output")(branches)


inputs = keras.Input((56, 56, 3), name="data")
x = layers.Conv2D(16, 7, strides=2, padding="same", name="conv1")(inputs)
for module in MODULES:
    if isinstance(module, str):
        x = layers.MaxPooling2D(3, 2, padding="same", name=f"{module}_{x.shape[-1]}")(x)
        continue
    name, *sizes = module
    x = inception(x, name, *sizes)
outputs = layers.Dense(7)(layers.GlobalAveragePooling2D(name="gap")(x))
keras.Model(inputs, outputs, name="googlenet").summary()
