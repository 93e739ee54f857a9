# --- a layer of our own called on two tensors that gives two
import keras
from keras import layers, ops
class Pooled(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.scores = layers.Dense(1)
        self.out = layers.Dense(units)
    def call(self, sequence, query):
        weights = ops.softmax(self.scores(sequence * ops.expand_dims(query, 1)), axis=1)
        return self.out(ops.sum(weights * sequence, axis=1)), weights
s = keras.Input((7, 16)); q = keras.Input((16,))
pooled, weights = Pooled(10)(s, q)
m = keras.Model([s, q], [layers.Dense(3)(pooled), weights])
m.summary()
# --- a layer of our own called with keywords
import keras
from keras import layers, ops
class Cross(layers.Layer):
    def __init__(self, d, heads, **kw):
        super().__init__(**kw)
        self.mha = layers.MultiHeadAttention(heads, d)
        self.add = layers.Add()
        self.norm = layers.LayerNormalization()
    def call(self, x, context=None, scale=1.0):
        if context is None:
            context = x
        else:
            self.extra = None
        y = self.mha(query=x, key=context, value=context)
        return self.norm(self.add([x, y]))
a = keras.Input((7, 16)); b = keras.Input((9, 24))
x = Cross(8, 2)(a, context=b)
x = Cross(8, 2)(x)
x = Cross(8, 2)(x=x, context=b, scale=2.0)
m = keras.Model([a, b], x)
m.summary()
# --- a build that takes two shapes
import keras
from keras import layers, ops
class Bilinear(layers.Layer):
    def __init__(self, units):
        super().__init__(); self.units = units
    def build(self, a_shape, b_shape):
        self.w = self.add_weight(shape=(a_shape[-1], b_shape[-1], self.units), name="w")
    def call(self, a, b):
        return ops.einsum("bi,bj,ijk->bk", a, b, self.w)
a = keras.Input((5,)); b = keras.Input((6,))
m = keras.Model([a, b], Bilinear(3)(a, b))
m.summary()
# --- a build that takes a list of shapes
import keras
from keras import layers, ops
class Bil(layers.Layer):
    def build(self, shapes):
        (_, i), (_, j) = shapes
        self.w = self.add_weight(shape=(i, j), name="w")
    def call(self, inputs, training=False):
        a, b = inputs
        return ops.sum(ops.matmul(a, self.w) * b, axis=-1, keepdims=True)
a = keras.Input((5,)); b = keras.Input((6,))
m = keras.Model([a, b], Bil()([a, b], training=True))
m.summary()
# --- a build that takes the first of two shapes
import keras
from keras import layers, ops
class Film(layers.Layer):
    def __init__(self, **kw):
        super().__init__(**kw)
    def build(self, input_shape):
        self.g = layers.Dense(input_shape[-1]); self.b = layers.Dense(input_shape[-1])
        super().build(input_shape)
    def call(self, x, cond):
        return x * (1 + self.g(cond)) + self.b(cond)
a = keras.Input((5,)); b = keras.Input((6,))
m = keras.Model([a, b], Film()(a, b))
m.summary()
# --- comparisons and signs of tensors between layers
import keras
from keras import layers, ops
class Weighted(layers.Layer):
    def call(self, x, weight):
        return x * ops.cast(weight, "float32")
s = keras.Input((5,))
t = keras.Input((5,))
both = (s > 0) & (t > 0)
either = ~(s > 1) | (t != 0)
x = Weighted()(-s, weight=both ^ either)
m = keras.Model([s, t], layers.Dense(2)(x + abs(t)))
m.summary()
