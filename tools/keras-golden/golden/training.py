"""Ten training steps of whole networks: every loss, and samples of the final weights.

Runs on any Keras backend, so that the golden TensorFlow run can be compared with another one.
"""

import gzip
import struct
from pathlib import Path

import keras
import numpy as np

from golden import hashing
from golden.archive import random_for

STEPS = 10
SAMPLES = 256
SAMPLE_SEED = 21

# Training is a chaotic computation: one activation whose sign only rounding decides, in a unit that
# is dead for the rest of the batch, moves later losses by more than 1e-3. These seeds and rates are
# ones for which Keras's own scatter over roundings stays under 6e-5; check_training.py measures it.
WEIGHT_SEEDS = {"reference-cnn": 42, "vgg-style": 58}
LEARNING_RATES = {"reference-cnn": 1e-3, "vgg-style": 3e-5}


def write(archive, fashion_mnist):
    for name, (make, images, labels) in networks(fashion_mnist).items():
        record(archive, name, make, images, labels)


def networks(fashion_mnist):
    """Case name to the network's maker and its ten batches."""
    return {
        "reference-cnn": (reference_cnn, *fashion_mnist_batches(Path(fashion_mnist), batch=32)),
        "vgg-style": (vgg_style, *patterned_batches(batch=16)),
    }


def reference_cnn():
    """The network of docs/architecture.md, without its dropout."""
    k = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            k.Conv2D(32, 3, padding="same", activation="relu"),
            k.MaxPooling2D(2),
            k.BatchNormalization(),
            k.Conv2D(64, 3, padding="same", activation="relu"),
            k.MaxPooling2D(2),
            k.BatchNormalization(),
            k.Flatten(),
            k.Dense(128, activation="relu"),
            k.BatchNormalization(),
            k.Dense(10, activation="softmax"),
        ],
        name="reference_cnn",
    )


def vgg_style():
    """Six convolutions without bias: the normalization behind each one would cancel it."""
    k = keras.layers
    layers = [keras.Input((32, 32, 3))]
    for filters in (32, 64, 128):
        for _ in range(2):
            layers += [
                k.Conv2D(filters, 3, padding="same", use_bias=False),
                k.BatchNormalization(),
                k.Activation("relu"),
            ]
        layers.append(k.MaxPooling2D(2))
    layers += [k.Flatten(), k.Dense(256, activation="relu"), k.Dense(10, activation="softmax")]
    return keras.Sequential(layers, name="vgg_style")


def fashion_mnist_batches(folder, batch):
    """The first ten batches of the training set, in file order."""
    count = STEPS * batch
    with gzip.open(folder / "train-images-idx3-ubyte.gz") as file:
        magic, _, height, width = struct.unpack(">IIII", file.read(16))
        assert magic == 2051, f"{folder}: not an IDX image file"
        pixels = np.frombuffer(file.read(count * height * width), dtype=np.uint8)
    with gzip.open(folder / "train-labels-idx1-ubyte.gz") as file:
        magic, _ = struct.unpack(">II", file.read(8))
        assert magic == 2049, f"{folder}: not an IDX label file"
        labels = np.frombuffer(file.read(count), dtype=np.uint8)
    return pixels.reshape(STEPS, batch, height, width, 1), labels.reshape(STEPS, batch)


def patterned_batches(batch):
    """Each class is an 8x8 colour pattern, enlarged four times, under noise: quickly learnt."""
    random = random_for("vgg-style/images")
    patterns = random.integers(0, 12, (10, 8, 8, 3))
    labels = random.integers(0, 10, (STEPS, batch))
    images = patterns[labels].repeat(4, axis=2).repeat(4, axis=3)
    images = 16 * (images + random.integers(0, 4, images.shape))
    return images.astype(np.uint8), labels.astype(np.uint8)


def initialize(model, seed, noise=None):
    """Kernels from the hash within Keras's Glorot bound, the rest as Keras: zeros and ones.

    `noise`, a generator, shifts each kernel element by about one rounding.
    """
    ones = ("gamma", "moving_variance")
    for index, weight in enumerate(model.weights):
        if weight.name == "kernel":
            limit = hashing.glorot_limit(weight.shape)
            values = hashing.uniform(seed, index, weight.shape, limit)
            if noise is not None:
                values *= (1 + 1e-7 * noise.standard_normal(weight.shape)).astype(np.float32)
            weight.assign(values)
        else:
            weight.assign(np.full(weight.shape, 1.0 if weight.name in ones else 0.0))


def train(name, make, images, labels, floatx, noise=None):
    """Trains in `floatx`; returns the model, each step's loss and accuracy, and a prediction."""
    keras.backend.clear_session()
    keras.config.set_floatx(floatx)
    try:
        model = make()
        initialize(model, WEIGHT_SEEDS[name], noise)
        model.compile(
            keras.optimizers.Adam(LEARNING_RATES[name]),
            "sparse_categorical_crossentropy",
            metrics=["accuracy"],
        )
        losses, accuracies = [], []
        for x, y in zip(images, labels):
            model.reset_metrics()
            x = (x.astype(np.float32) / np.float32(255)).astype(floatx)
            result = model.train_on_batch(x, y.astype(np.int32), return_dict=True)
            losses.append(float(result["loss"]))
            accuracies.append(float(result["accuracy"]))
        x = (images[0].astype(np.float32) / np.float32(255)).astype(floatx)
        predictions = np.asarray(model.predict_on_batch(x))
        return model, losses, accuracies, predictions
    finally:
        keras.config.set_floatx("float32")


def record(archive, name, make, images, labels):
    model, losses, accuracies, predictions = train(name, make, images, labels, "float32")
    exact, exact_losses, _, exact_predictions = train(name, make, images, labels, "float64")
    arrays = {
        "images": images,
        "labels": labels,
        "losses": np.array(losses, dtype=np.float32),
        "accuracies": np.array(accuracies, dtype=np.float32),
        "losses.float64": np.array(exact_losses),
        "predictions": predictions.astype(np.float32),
        "predictions.float64": exact_predictions,
    }
    properties = {
        "class": "Sequential",
        "steps": STEPS,
        "batch_size": images.shape[1],
        "learning_rate": LEARNING_RATES[name],
        "weight_seed": WEIGHT_SEEDS[name],
        "sample_seed": SAMPLE_SEED,
        "weights": len(model.weights),
    }
    for index, (weight, reference) in enumerate(zip(model.weights, exact.weights)):
        values = np.asarray(weight.value, dtype=np.float32).ravel()
        exact_values = np.asarray(reference.value, dtype=np.float64).ravel()
        indices = hashing.sample_indices(SAMPLE_SEED, index, values.size, SAMPLES)
        properties[f"weight.{index}"] = {
            "layer": weight.path.split("/")[-2],
            "name": weight.name,
            "shape": tuple(weight.shape),
            "trainable": bool(weight.trainable),
            "float64_deviation": float(np.max(np.abs(values - exact_values))),
        }
        arrays |= {
            f"weight.{index}.sum": np.sum(values, dtype=np.float64),
            f"weight.{index}.abs_sum": np.sum(np.abs(values), dtype=np.float64),
            f"weight.{index}.indices": indices,
            f"weight.{index}.samples": values[indices],
            f"weight.{index}.float64.sum": np.sum(exact_values),
            f"weight.{index}.float64.abs_sum": np.sum(np.abs(exact_values)),
            f"weight.{index}.float64.samples": exact_values[indices],
        }
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(model))
