"""Training steps of whole networks, each from a state of its own: losses, weights, slots, predictions.

Runs on any Keras backend, so that the golden TensorFlow run can be compared with another one.
"""

import contextlib
import gzip
import struct
from pathlib import Path

import keras
import numpy as np

from golden import hashing
from golden.margins import has_margin
from golden.archive import random_for

STARTS = 10  # states to start from
SAMPLES = 32
SAMPLE_SEED = 21
LEARNING_RATE = 1e-3  # Adam's default

# A state is used if no decision of its forward pass in float64 is closer than this; of start i the
# seeds 1000 i + 1, 1000 i + 2 and so on are tried. Rounding in float32 moves values by some 1e-7,
# Winograd's convolution by some 1e-6.
MARGIN = 5e-6

# Adam in the middle of a training: its averages are there, and it has corrected them so often.
ITERATIONS = 1000
MOMENTUM_LIMIT = 1e-3
VELOCITY = 1e-4
# Streams of the hash: weight i of the model has stream i, slots of trainable weight i these.
MOMENTUM_STREAM = 1000
VELOCITY_STREAM = 2000


def write(archive, fashion_mnist):
    for name, (make, images, labels) in networks(fashion_mnist).items():
        record(archive, name, make, images, labels)


def networks(fashion_mnist):
    """Case name to the network's maker and its batches, one for each start."""
    return {
        "reference-cnn": (reference_cnn, *fashion_mnist_batches(Path(fashion_mnist), batch=8)),
        "vgg-style": (vgg_style, *patterned_batches(batch=2)),
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
    """The first batches of the training set, in file order."""
    count = STARTS * batch
    with gzip.open(folder / "train-images-idx3-ubyte.gz") as file:
        magic, _, height, width = struct.unpack(">IIII", file.read(16))
        assert magic == 2051, f"{folder}: not an IDX image file"
        pixels = np.frombuffer(file.read(count * height * width), dtype=np.uint8)
    with gzip.open(folder / "train-labels-idx1-ubyte.gz") as file:
        magic, _ = struct.unpack(">II", file.read(8))
        assert magic == 2049, f"{folder}: not an IDX label file"
        labels = np.frombuffer(file.read(count), dtype=np.uint8)
    return pixels.reshape(STARTS, batch, height, width, 1), labels.reshape(STARTS, batch)


def patterned_batches(batch):
    """Each class is an 8x8 colour pattern, enlarged four times, under noise: quickly learnt."""
    random = random_for("vgg-style/images")
    patterns = random.integers(0, 12, (10, 8, 8, 3))
    labels = random.integers(0, 10, (STARTS, batch))
    images = patterns[labels].repeat(4, axis=2).repeat(4, axis=3)
    images = 16 * (images + random.integers(0, 4, images.shape))
    return images.astype(np.uint8), labels.astype(np.uint8)


def initialize(model, seed, noise=None):
    """Every weight and slot from the hash, in float32.

    `noise`, a generator, shifts each kernel element by about one rounding.
    """
    for index, weight in enumerate(model.weights):
        shape = tuple(weight.shape)
        if weight.name == "kernel":
            values = hashing.uniform(seed, index, shape, hashing.glorot_limit(shape))
            if noise is not None:
                values *= (1 + 1e-7 * noise.standard_normal(shape)).astype(np.float32)
        elif weight.name in ("gamma", "moving_variance"):
            values = np.float32(1) + hashing.uniform(seed, index, shape, 0.5)
        else:
            values = hashing.uniform(seed, index, shape, 0.1)
        weight.assign(values)
    adam = model.optimizer
    adam.build(model.trainable_variables)
    adam.iterations.assign(ITERATIONS)
    for index, (momentum, velocity) in enumerate(zip(adam._momentums, adam._velocities)):
        shape = tuple(momentum.shape)
        momentum.assign(hashing.uniform(seed, MOMENTUM_STREAM + index, shape, MOMENTUM_LIMIT))
        spread = hashing.uniform(seed, VELOCITY_STREAM + index, shape, VELOCITY / 2)
        velocity.assign(np.float32(VELOCITY) + spread)


def train(make, images, labels, seeds, floatx, noise=None):
    """One result for each start; see `two_steps`. `floatx` is the type of all that is computed."""
    with precision(floatx):
        model = compiled(make)
        batches = [(pixels(x, floatx), y.astype(np.int32)) for x, y in zip(images, labels)]
        results = []
        for start, seed in enumerate(seeds):
            initialize(model, seed, noise)
            results.append(two_steps(model, batches[start], batches[(start + 1) % STARTS]))
        return model, results


@contextlib.contextmanager
def precision(floatx):
    keras.backend.clear_session()
    keras.config.set_floatx(floatx)
    try:
        yield
    finally:
        keras.config.set_floatx("float32")


def compiled(make):
    model = make()
    model.compile(
        keras.optimizers.Adam(LEARNING_RATE),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


def pixels(x, floatx):
    return (x.astype(np.float32) / np.float32(255)).astype(floatx)


def find_seeds(make, images):
    """For each start the first seed whose state has the margin. Keras alone decides."""
    with precision("float64"):
        model = compiled(make)
        return [find_seed(model, start, x) for start, x in enumerate(images)]


def find_seed(model, start, x):
    for seed in range(1000 * start + 1, 1000 * start + 1000):
        initialize(model, seed)
        if has_margin(model, pixels(x, "float64"), MARGIN):
            return seed
    raise AssertionError(f"start {start}: no seed has a margin of {MARGIN}")


def two_steps(model, first, second):
    """A step on each batch: both losses and accuracies; state and prediction between them."""
    result = {"losses": [], "accuracies": []}
    for step, (x, y) in enumerate((first, second)):
        model.reset_metrics()
        figures = model.train_on_batch(x, y, return_dict=True)
        result["losses"].append(float(figures["loss"]))
        result["accuracies"].append(float(figures["accuracy"]))
        if step == 0:
            adam = model.optimizer
            result["weights"] = arrays(model.weights)
            result["momentum"] = arrays(adam._momentums)
            result["velocity"] = arrays(adam._velocities)
            result["predictions"] = np.array(model.predict_on_batch(x))
    return result


def arrays(variables):
    return [np.array(variable.value) for variable in variables]


def deviations(model, results, exact):
    """The largest differences of two runs, in the units in which Lamina is compared with Keras."""
    trainable = [weight.trainable for weight in model.weights]
    found = dict.fromkeys(
        ("losses", "next_losses", "weights", "averages", "momentum", "velocity", "predictions"), 0.0
    )

    def keep(name, value):
        found[name] = max(found[name], float(value))

    for one, other in zip(results, exact):
        differences = np.abs(np.subtract(one["losses"], other["losses"]))
        keep("losses", differences[0])
        keep("next_losses", differences[1])
        keep("predictions", relative(one["predictions"], other["predictions"]))
        for slot in ("momentum", "velocity"):
            for values, expected in zip(one[slot], other[slot]):
                keep(slot, relative(values, expected))
        for changed, values, expected in zip(trainable, one["weights"], other["weights"]):
            if changed:
                keep("weights", np.abs(values - expected).max() / LEARNING_RATE)
            else:
                keep("averages", relative(values, expected))
    return found


def relative(values, expected):
    """The largest difference, relative to the largest element that is expected."""
    return np.abs(values - expected).max() / np.abs(expected).max()


def record(archive, name, make, images, labels):
    seeds = find_seeds(make, images)
    model, results = train(make, images, labels, seeds, "float32")
    _, exact = train(make, images, labels, seeds, "float64")
    arrays_ = {
        "images": images,
        "labels": labels,
        "losses": np.array([result["losses"] for result in results], dtype=np.float32),
        "accuracies": np.array([result["accuracies"] for result in results], dtype=np.float32),
        "predictions": np.array([result["predictions"] for result in results], dtype=np.float32),
    }
    properties = {
        "class": "Sequential",
        "starts": STARTS,
        "seeds": seeds,
        "batch_size": images.shape[1],
        "learning_rate": LEARNING_RATE,
        "iterations": ITERATIONS,
        "momentum_limit": MOMENTUM_LIMIT,
        "velocity": VELOCITY,
        "momentum_stream": MOMENTUM_STREAM,
        "velocity_stream": VELOCITY_STREAM,
        "weights": len(model.weights),
        "float64_deviation": deviations(model, results, exact),
    }
    slot = 0
    for index, weight in enumerate(model.weights):
        indices = hashing.sample_indices(SAMPLE_SEED, index, int(np.prod(weight.shape)), SAMPLES)
        properties[f"weight.{index}"] = {
            "layer": weight.path.split("/")[-2],
            "name": weight.name,
            "shape": tuple(weight.shape),
            "trainable": bool(weight.trainable),
        }
        arrays_[f"weight.{index}.indices"] = indices
        arrays_[f"weight.{index}.samples"] = samples(results, "weights", index, indices)
        if weight.trainable:
            arrays_[f"weight.{index}.momentum"] = samples(results, "momentum", slot, indices)
            arrays_[f"weight.{index}.velocity"] = samples(results, "velocity", slot, indices)
            slot += 1
    archive.add(name, properties, arrays_, keras.saving.serialize_keras_object(model))


def samples(results, what, index, indices):
    """The elements of a tensor at these indices, for each start."""
    return np.array([result[what][index].ravel()[indices] for result in results], dtype=np.float32)
