"""Remakes the files of real Keras that keras/src/test reads. Usage: make_fixtures.py OUTPUT_DIRECTORY

Needs keras 3.15 with tensorflow. Each model comes with x.bin and y.bin: inputs and Keras's predictions
after training, little-endian float32.
"""
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
import keras
import numpy as np
from keras import layers

out = sys.argv[1]
keras.utils.set_random_seed(7)
x = np.random.default_rng(1).random((32, 8, 8, 1), dtype="float32")
labels = np.random.default_rng(2).integers(0, 10, 32)


def stack():
    return [
        layers.Conv2D(4, 3, padding="same", activation="relu"),
        layers.MaxPool2D(2),
        layers.BatchNormalization(),
        layers.Dropout(0.25),
        layers.Conv2D(4, (1, 3), use_bias=False),
        layers.BatchNormalization(scale=False),
        layers.LeakyReLU(negative_slope=0.1),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]


model = keras.Sequential([keras.Input((8, 8, 1)), *stack()])
model.compile(keras.optimizers.Adam(1e-2), "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, labels, batch_size=16, epochs=2, verbose=0)
model.save(f"{out}/sequential.keras")
model.save(f"{out}/sequential.h5")
model.save_weights(f"{out}/sequential.weights.h5")
x.tofile(f"{out}/x.bin")
model.predict(x, verbose=0).tofile(f"{out}/y.bin")

tensor = inputs = keras.Input((8, 8, 1))
for layer, trained in zip(stack(), model.layers):
    tensor = layer(tensor)
    layer.set_weights(trained.get_weights())
chain = keras.Model(inputs, tensor)
chain.save(f"{out}/chain.keras")

inputs = keras.Input((8, 8, 1), name="image")
flat = layers.Flatten()(inputs)
attended = layers.MultiHeadAttention(2, 4, name="attention")(inputs, inputs)
merged = layers.Concatenate(name="merge")([flat, layers.Flatten()(attended)])
keras.Model(inputs, layers.Dense(2)(merged)).save(f"{out}/branches.keras")
keras.Sequential(
    [
        keras.Input((8, 4)),
        layers.LayerNormalization(name="norm"),
        layers.LSTM(3, name="memory"),
        layers.Lambda(lambda t: t * 2, name="code"),
    ]
).save(f"{out}/unsupported.keras")
