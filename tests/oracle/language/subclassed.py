# --- a model class
import keras
import numpy as np
from keras import layers


class Net(keras.Model):
    def __init__(self, classes=3):
        super().__init__()
        self.out = layers.Dense(classes)
        self.hidden = layers.Dense(8, activation="relu")
        self.drop = layers.Dropout(0.5)

    def call(self, inputs, training=False):
        x = self.hidden(inputs)
        x = self.drop(x, training=training)
        return self.out(x)


model = Net()
model(np.zeros((4, 10)))
model.summary()
other = Net(5)
other(keras.Input((7,)))
other.summary()
fitted = Net(2)
fitted.compile("adam", "mse")
fitted.fit(np.zeros((8, 6)), np.zeros((8, 2)), verbose=0)
fitted.summary()

# --- an unbuilt model class (not known)
import keras
from keras import layers


class Net(keras.Model):
    def __init__(self):
        super(Net, self).__init__()
        self.hidden = layers.Dense(8)

    def call(self, inputs):
        return self.hidden(inputs)


model = Net()
model.summary()
model.build((None, 4))
model.summary()

# --- lists and dictionaries of layers
import keras
import numpy as np
from keras import Sequential, layers


class Net(keras.Model):
    def __init__(self, sizes=(4, 8), **kwargs):
        super().__init__(**kwargs)
        self.blocks = [layers.Dense(n) for n in sizes]
        self.heads = {"a": layers.Dense(2), "b": layers.Dense(3)}
        self.convs, self.norms = [], []
        for n in sizes:
            self.convs.append(layers.Dense(n))
            self.norms.append(layers.BatchNormalization())
        self.inner = Sequential([layers.Dense(7), layers.Dense(6)])
        self.pair = (layers.Dense(1), layers.Dense(9))

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        for conv, norm in zip(self.convs, self.norms):
            x = norm(conv(x))
        x = self.inner(x)
        return self.heads["a"](x), self.heads["b"](x), self.pair[0](x), self.pair[1](x)


model = Net(name="many")
model(np.zeros((2, 5)))
model.summary()
model.trainable = False
model.summary()

# --- arithmetic in call, and a layer called twice
import keras
from keras import layers, ops


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(6)
        self.b = layers.Dense(6)
        self.twice = layers.Dense(6)
        self.c = layers.Dense(1)

    def call(self, x, training=None, mask=None):
        a, b = self.a(x), self.b(x)
        x = a + b * 2
        x = self.twice(self.twice(x))
        x = ops.concatenate([x, a], axis=-1)
        if training:
            x = x * 2
        return self.c(x)[:, 0]


model = Net()
y = model(keras.Input((3,)))
model.summary()
inputs = keras.Input((3,))
outputs = layers.Dense(2)(inputs + 1)
keras.Model(inputs, outputs).summary()

# --- custom layers in a model class
import keras
import numpy as np
from keras import layers


class Block(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.first, self.second = layers.Dense(units), layers.Dense(units)
        self.norm = layers.BatchNormalization()

    def call(self, x):
        return self.norm(self.second(self.first(x)))


class Scale(layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")
        self.fixed = self.add_weight(shape=(2,), trainable=False)

    def call(self, x):
        return x * self.scale


class Net(keras.Model):
    def __init__(self):
        super().__init__(name="net")
        self.blocks = [Block(4, name="one"), Block(5)]
        self.scale = Scale()
        self.token = self.add_weight(shape=(3, 4), name="token")

    def call(self, x):
        for block in self.blocks:
            x = block(x)
        return self.scale(x)


model = Net()
model(np.zeros((2, 3)))
model.summary()

# --- a model class with its own build
import keras
import numpy as np
from keras import layers


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(3)

    def build(self, input_shape):
        self.late = layers.Dense(input_shape[-1])
        self.late.build(input_shape)
        self.first.build(input_shape)
        super().build(input_shape)

    def call(self, x):
        return self.first(self.late(x))


model = Net()
model.build((None, 6))
model.summary()
other = Net()
other(np.zeros((2, 5)))
other.summary()

# --- several inputs and outputs
import keras
import numpy as np
from keras import layers


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.left = layers.Dense(3)
        self.right = layers.Dense(4)
        self.join = layers.Concatenate()
        self.out = layers.Dense(1)

    def call(self, inputs):
        a, b = inputs
        joined = self.join([self.left(a), self.right(b)])
        return {"out": self.out(joined), "joined": joined}


class Named(Net):
    def call(self, inputs):
        return super().call((inputs["x"], inputs["y"]))["out"]


model = Net()
model([np.zeros((2, 5)), np.zeros((2, 6))])
model.summary()
named = Named()
named({"x": np.zeros((2, 5)), "y": np.zeros((2, 7))})
named.summary()

# --- model classes in other models
import keras
from keras import Input, Sequential, layers


class Encoder(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)

    def call(self, x):
        return self.dense(x)


class Both(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder(4)
        self.decoder = Encoder(9)

    def call(self, x):
        return self.decoder(self.encoder(x))


Sequential([Input((5,)), Encoder(3), layers.Dense(2)]).summary()
inputs = Input((6,))
both = Both()
model = keras.Model(inputs, layers.Dense(1)(both(inputs)))
model.summary()
both.summary()
both.encoder.summary()

# --- a class of Sequential
import keras
from keras import Input, Sequential, layers


class Mlp(Sequential):
    def __init__(self, features, units=(4, 3), **kwargs):
        super().__init__([Input((features,))], **kwargs)
        for n in units:
            self.add(layers.Dense(n))
        self.units = units


class Listed(keras.Sequential):
    def __init__(self):
        super().__init__([layers.Dense(3), layers.Dense(2)], name="listed")


Mlp(5).summary()
Mlp(6, units=(2,), name="named").summary()
model = Listed()
model.build((None, 4))
model.summary()
outer = Sequential([Input((7,)), Mlp(7), Listed()])
outer.summary()

# --- a class of Functional
import keras
from keras import Input, layers


class Net(keras.Model):
    def __init__(self, features, classes=2):
        inputs = Input((features,))
        x = layers.Dense(8)(inputs)
        super().__init__(inputs=inputs, outputs=layers.Dense(classes)(x))
        self.classes = classes


class Other(keras.Model):
    def __init__(self):
        inputs = keras.Input((3,), name="in")
        super(Other, self).__init__(inputs, layers.Dense(1)(inputs), name="other")


model = Net(5)
model.summary()
Other().summary()

# --- a class that makes a functional model of itself
import keras
from keras import Input, layers


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(4)
        self.b = layers.Dense(2)

    def call(self, x):
        return self.b(self.a(x))

    def as_functional(self):
        x = Input((6,))
        return keras.Model(inputs=[x], outputs=self.call(x))


net = Net()
net.as_functional().summary()
net.summary()

# --- methods, properties and inheritance of model classes
import keras
import numpy as np
from keras import layers


class Base(keras.Model):
    units = 4

    def __init__(self, depth):
        super().__init__()
        self.depth = depth
        self.make()

    def make(self):
        self.members = [layers.Dense(self.units) for _ in range(self.depth)]

    @property
    def width(self):
        return self.units * 2

    def call(self, x):
        for member in self.members:
            x = member(x)
        return x


class Wide(Base):
    units = 6

    def make(self):
        super().make()
        self.extra = layers.Dense(self.width)

    def call(self, x):
        return self.extra(super().call(x))


model = Wide(2)
model(np.zeros((1, 3)))
model.summary()
print(len(model.layers), isinstance(model, Base), model.width)

# --- layers replaced, deleted and shared
import keras
import numpy as np
from keras import layers

shared = layers.Dense(4)


class Net(keras.Model):
    def __init__(self, head):
        super().__init__()
        self.a = layers.Dense(9)
        self.a = layers.Dense(3)
        self.head = head
        self.again = head
        self.none = None
        self.count = 5

    def call(self, x):
        return self.head(self.a(x))


one = Net(shared)
one(np.zeros((2, 5)))
one.summary()
shared.trainable = False
two = Net(shared)
two(np.zeros((2, 6)))
two.summary()
for layer in two.layers:
    layer.trainable = False
two.summary()

# --- recurrent and convolutional layers in a model class
import keras
import numpy as np
from keras import layers


class Classifier(keras.Model):
    def __init__(self, vocabulary=50):
        super().__init__()
        self.embedding = layers.Embedding(vocabulary, 8)
        self.lstm = layers.Bidirectional(layers.LSTM(4, return_sequences=True))
        self.conv = layers.Conv1D(5, 2)
        self.pool = layers.GlobalMaxPooling1D()
        self.flat = layers.Flatten()
        self.out = layers.Dense(1)

    def call(self, x):
        return self.out(self.flat(self.pool(self.conv(self.lstm(self.embedding(x))))))


model = Classifier()
model(np.zeros((2, 7), dtype="int32"))
model.summary()

# --- an autoencoder
import keras
import numpy as np
from keras import layers, losses


class Autoencoder(keras.Model):
    def __init__(self, latent_dim, shape):
        super().__init__()
        self.latent_dim = latent_dim
        self.shape = shape
        self.encoder = keras.Sequential([layers.Flatten(), layers.Dense(latent_dim, activation="relu")])
        self.decoder = keras.Sequential([
            layers.Dense(int(np.prod(shape)), activation="sigmoid"),
            layers.Reshape(shape),
        ])

    def call(self, x):
        encoded = self.encoder(x)
        return self.decoder(encoded)


data = np.zeros((8, 6, 5), dtype="float32")
autoencoder = Autoencoder(4, data.shape[1:])
autoencoder.compile(optimizer="adam", loss=losses.MeanSquaredError())
autoencoder.fit(data, data, epochs=1, verbose=0)
autoencoder.summary()
autoencoder.encoder.summary()
autoencoder.decoder.summary()

# --- custom layers that hold dictionaries, models and each layer once
import keras
import numpy as np
from keras import Sequential, layers


class Block(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.parts = {"a": layers.Dense(units), "b": [layers.Dense(units), (layers.Dense(2),)]}
        self.alias = self.parts["a"]
        self.ffn = Sequential([layers.Dense(7), layers.Dense(units)])
        self.unused = layers.Dense(99)
        self.drop = layers.Dropout(0.1)

    def call(self, inputs, training=None):
        x = self.ffn(self.drop(self.parts["a"](inputs), training=training))
        return self.parts["b"][1][0](self.parts["b"][0](x))


model = Sequential([keras.Input((5,)), Block(4), layers.Dense(1)])
model.summary()
