import keras
from keras import layers


def get_sequential_model(input_shape):
    model = keras.Sequential(
        [
            layers.Input(input_shape),
            # block 1
            layers.Conv2D(64, 3, strides=1, activation="relu", padding="same"),
            layers.Conv2D(64, 3, strides=1, activation="relu", padding="same"),
            layers.MaxPool2D(),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            # block 2
            layers.Conv2D(128, 3, strides=1, activation="relu", padding="same"),
            layers.Conv2D(128, 3, strides=1, activation="relu", padding="same"),
            layers.MaxPool2D(),
            layers.BatchNormalization(),
            layers.Dropout(0.3),
            # head
            layers.GlobalMaxPool2D(),
            layers.Dense(128, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    return model


input_shape = (256, 256, 3)
model = get_sequential_model(input_shape)
model.summary()
