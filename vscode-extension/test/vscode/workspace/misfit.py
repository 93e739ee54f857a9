from tensorflow import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3, name="other"),
    keras.layers.Conv2D(8, 3),
])
twice = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3, name="same"),
    keras.layers.Dense(3, name="same"),
])
