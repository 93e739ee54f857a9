# --- clone_model of functional models
import keras
from keras import Input, layers

inputs = Input((8, 8, 3), name="image")
x = layers.Conv2D(4, 3, padding="same")(inputs)
y = layers.BatchNormalization()(x)
y = layers.ReLU()(y) + x
y.shape
shared = layers.Dense(5, name="shared")
flat = layers.Flatten()(y)
outputs = layers.Concatenate()([shared(layers.Dense(4)(flat)), shared(layers.Dense(4)(flat))])
model = keras.Model(inputs, outputs, name="net")
model.layers[1].trainable = False
copy = keras.models.clone_model(model)
copy.summary()
copy.get_layer("shared").trainable = False
model.summary()
copy.summary()
keras.Model(copy.input, layers.Dense(2)(copy.output), name="longer").summary()

# --- get_config and from_config of functional models
import keras
from keras import Input, layers

left, right = Input((4,), name="left"), Input((3,), name="right")
both = layers.concatenate([layers.Dense(6)(left), layers.Dense(2)(right)])
model = keras.Model([left, right], [layers.Dense(3, name="a")(both), layers.Dense(1, name="b")(both)], name="two")
again = keras.Model.from_config(model.get_config())
again.summary()
config = model.get_config()
model.__class__.from_config(config).summary()
json = model.to_json()
third = keras.models.model_from_json(json)
third.summary()
keras.models.model_from_json(model.to_json(), custom_objects={}).summary()

# --- nested models in copies
import keras
from keras import Input, Sequential, layers

block = Sequential([layers.Dense(4), layers.BatchNormalization()], name="block")
inner_input = Input((4,), name="in")
inner = keras.Model(inner_input, layers.Dense(7)(inner_input), name="inner")
inputs = Input((6,), name="inputs")
model = keras.Model(inputs, inner(block(inputs)), name="outer")
keras.models.clone_model(model).summary()
inner.trainable = False
copy = keras.models.clone_model(model)
copy.summary()
stack = Sequential([Input((6,)), block, inner, layers.Dense(2)], name="stack")
keras.models.clone_model(stack).summary()
Sequential.from_config(stack.get_config()).summary()
keras.models.model_from_json(stack.to_json()).summary()

# --- copies of frozen models
import keras
from keras import Input, layers

inputs = Input((6,), name="inputs")
x = layers.Dense(3, name="first")(inputs)
model = keras.Model(inputs, layers.Dense(2, name="second")(x), name="net")
model.trainable = False
keras.models.clone_model(model).summary()
keras.Model.from_config(model.get_config()).summary()
model.get_layer("first").trainable = True
keras.models.clone_model(model).summary()
keras.Model.from_config(model.get_config()).summary()

# --- recurrent layers and masks in copies
import keras
from keras import Input, layers

tokens = Input((None,), name="tokens")
x = layers.Embedding(100, 8)(tokens)
x = layers.Bidirectional(layers.LSTM(4, return_sequences=True))(x)
x = layers.TimeDistributed(layers.Dense(3))(x)
model = keras.Model(tokens, layers.GlobalAveragePooling1D()(x), name="net")
keras.models.clone_model(model).summary()

# --- a pretrained model in copies
import keras

base = keras.applications.MobileNetV2(input_shape=(32, 32, 3), include_top=False, weights=None)
copy = keras.models.clone_model(base)
copy.trainable = False
print(copy.count_params())
head = keras.Sequential([keras.Input((32, 32, 3)), copy, keras.layers.Flatten(), keras.layers.Dense(2)], name="head")
head.summary()

# --- layers asked for their class
import keras
from keras import layers
from keras.layers import Conv2D, Dense

model = keras.Sequential(
    [
        keras.Input((8, 8, 3)),
        layers.Conv2D(4, 3, name="conv_a"),
        layers.MaxPool2D(),
        layers.SpatialDropout2D(0.2),
        layers.Flatten(),
        layers.Dense(5),
        layers.Dense(2),
    ],
    name="base",
)
total = 0
for layer in model.layers:
    if isinstance(layer, (Conv2D, layers.Dropout)):
        layer.trainable = False
    if layer.__class__.__name__ == "Dense":
        total += layer.units
    if type(layer) == Dense or type(layer) is layers.MaxPooling2D:
        total += 1
    if type(layer).__name__ in ("Flatten", "Conv2D"):
        total += 10
    if "conv" in layer.name and layer.name.startswith("conv"):
        total += 100
    if isinstance(layer, keras.Model) or isinstance(layer, keras.layers.Layer) is False:
        total += 1
model.summary()
keras.Sequential([keras.Input((2,)), layers.Dense(total)], name="after").summary()
print(total, isinstance(model, keras.Sequential), isinstance(model, keras.layers.Layer), type(model).__name__)
copy = keras.Sequential([keras.Input((8, 8, 3))], name="copy")
for layer in model.layers[:-1]:
    config = layer.get_config()
    config["name"] = "new_" + config["name"]
    copy.add(layer.__class__.from_config(config))
copy.summary()
sizes = [layer.output.shape[-1] for layer in model.layers if not isinstance(layer, Conv2D)]
keras.Sequential([keras.Input((2,)), *[Dense(size) for size in sizes]], name="last").summary()
