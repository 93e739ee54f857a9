import numpy as np
from tensorflow import keras

x = np.linspace(-1, 1, 200).reshape(-1, 1)
y = x ** 2 + np.random.normal(0, 0.05, x.shape)

model = keras.Sequential([
    keras.layers.Dense(32, activation = 'relu', input_shape = (1, )),
    keras.layers.Dense(32, activation = 'relu'),
    keras.layers.Dense(1)
])

model.compile(loss = 'mse', optimizer = 'rmsprop', metrics = ['mae'])
model.summary()
model.fit(x, y, epochs = 50, verbose = 0)
