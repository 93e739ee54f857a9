# --- layers of a model
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3), layers.Dense(2, name="last")])
assert len(model.layers) == 2
model.layers[-1].trainable = False
model.get_layer("dense").trainable = False
model.get_layer(index=1).trainable = True
model.summary()
for layer in model.layers:
    layer.trainable = False
model.summary()
for layer in model.layers[:-1]:
    layer.trainable = True
model.add(layers.Dense(model.layers[-1].units + model.layers[0].units))
model.summary()

# --- freezing a base
import keras
from keras import Input, Sequential, layers

base = Sequential([Input((8, 8, 3)), layers.Conv2D(4, 3), layers.BatchNormalization(), layers.Flatten()], name="base")
for layer in base.layers:
    if not isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
model = Sequential([base, layers.Dense(2)])
model.summary()
base.trainable = False
model.summary()
base.trainable = True
for layer in base.layers[:1]:
    layer.trainable = False
model.summary()
frozen = [layer.name for layer in base.layers if not layer.trainable]
Sequential([Input((2,)), layers.Dense(len(frozen))]).summary()

# --- pop
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3), layers.Dense(2), layers.Dense(1)])
model.pop()
model.summary()
last = model.pop()
model.add(layers.Dense(7))
model.summary()
while len(model.layers) > 1:
    model.pop()
model.add(last) if False else model.add(layers.Dense(9))
model.summary()

# --- popping a copy of the layers changes nothing
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3), layers.Dense(2)])
model.layers.pop()
model.layers.append(layers.Dense(1))
model.summary()

# --- the layers of another model
from keras import Input, Sequential, layers

old = Sequential([Input((4,)), layers.Dense(3), layers.Dense(2), layers.Dense(1)])
new = Sequential(old.layers[:-1])
new.add(layers.Dense(5))
new.build((None, 4))
new.summary()
tail = Sequential([Input((3,)), *old.layers[1:]])
tail.summary()
again = Sequential()
again.add(Input((4,)))
for layer in old.layers[:2]:
    layer.trainable = False
    again.add(layer)
again.summary()
old.summary()

# --- models in models
from keras import Input, Sequential, layers

inner = Sequential([Input((4,)), layers.Dense(3)], name="inner")
model = Sequential([Input((4,))])
model.add(inner)
model.add(Sequential([layers.Dense(2), layers.Dense(1)], name="second"))
model.summary()
inner.add(layers.Dense(7)) if False else None
print(len(model.layers[0].layers))

# --- functional models cut short
from keras import Input, Model, layers

inputs = Input((6,))
x = layers.Dense(5, name="a")(inputs)
x = layers.Dense(4, name="b")(x)
outputs = layers.Dense(3, name="c")(x)
model = Model(inputs, outputs)
cut = Model(model.input, model.layers[-2].output)
cut.summary()
feature = Model(inputs=model.inputs, outputs=[model.get_layer("a").output, model.output])
feature.summary()
longer = Model(model.input, layers.Dense(2)(model.output))
longer.summary()

# --- cloning
import keras
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3), layers.Dropout(0.5), layers.Dense(2)])
model.layers[0].trainable = False
clone = keras.models.clone_model(model)
clone.summary()
clone.add(layers.Dense(1))
clone.summary()
model.summary()

# --- from a configuration
import keras
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3, name="one"), layers.Dense(2)])
copy = Sequential.from_config(model.get_config())
copy.summary()
layer = layers.Dense.from_config(model.layers[0].get_config())
config = model.layers[1].get_config()
config["units"] = 6
other = layers.Dense.from_config(config)
Sequential([Input((5,)), layer, other]).summary()

# --- layers in variables and lists
from keras import Input, Sequential, layers

shared = layers.Dense(4)
members = [Input((4,)), shared, shared] if False else [Input((4,)), shared]
members.append(layers.Dense(4))
model = Sequential(members)
other = Sequential([Input((4,)), shared, layers.Dense(2)])
model.summary()
other.summary()
shared.trainable = False
other.summary()

# --- building later
from keras import Sequential, layers

model = Sequential()
model.add(layers.Dense(4))
model.add(layers.Dense(2))
model.build((None, 3))
model.summary()
model = Sequential([layers.Dense(4), layers.Dense(2)])
import numpy as np

model(np.zeros((5, 7)))
model.summary()

# --- weights that are counted
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3), layers.Dense(2)])
total = model.count_params()
Sequential([Input((2,)), layers.Dense(total), layers.Dense(model.layers[0].count_params()),
            layers.Dense(model.output_shape[-1]), layers.Dense(model.input_shape[1]),
            layers.Dense(model.layers[0].output.shape[-1])]).summary()

# --- names
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3), layers.Dense(2)], name="net")
for index, layer in enumerate(model.layers):
    layer.name = f"renamed_{index}"
model.summary()
by_name = {layer.name: layer for layer in model.layers}
Sequential([Input((2,)), layers.Dense(by_name["renamed_0"].units, name=model.name + "_x")]).summary()

# --- insert and remove by rebuilding
from keras import Input, Sequential, layers

model = Sequential([Input((4,)), layers.Dense(3), layers.Dense(2)])
members = list(model.layers)
members.insert(1, layers.Dropout(0.5))
del members[-1]
members += [layers.Dense(9)]
wider = Sequential([Input((4,))] + members)
wider.summary()
