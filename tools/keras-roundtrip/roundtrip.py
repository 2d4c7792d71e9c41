"""The round trip with real Keras: a model trained here goes on there, and the other way round.

Usage: KERAS_BACKEND=tensorflow python -W error roundtrip.py [--data DIR] [--images N]

1. Keras trains the reference CNN without dropout for an epoch and saves it. From the file Lamina and
   Keras each go on for an epoch.
2. Lamina goes on from a file with fresh weights, and saves. Keras loads that without a warning,
   gives the same predictions, and both go on for an epoch.

No shuffling, Adam with each of several constant learning rates. The table shows the losses of the last
epoch and of the test images, and how far Keras itself is moved by rounding: the largest difference of
several runs from weights that are off by 1e-7. The exit code is 1 if Keras and Lamina differ by more
than the bound, or in the test loss, by more than three times what rounding moves in Keras.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # those of the backend's own import
    import keras
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
BATCH = 128


def idx(path, header):
    with gzip.open(path) as file:
        return np.frombuffer(file.read()[header:], dtype=np.uint8)


def read(folder, count):
    parts = []
    for part, limit in (("train", count), ("t10k", None)):
        x = idx(folder / f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28, 1)[:limit]
        y = idx(folder / f"{part}-labels-idx1-ubyte.gz", 8)[:limit]
        parts += [x, y]
    return parts


def network(rate):
    k = keras.layers
    model = keras.Sequential(
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
        ]
    )
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def scaled(x):
    return x.astype(np.float32) / np.float32(255)


def keras_epoch(model, data):
    x, y, x_test, y_test = data
    history = model.fit(scaled(x), y, batch_size=BATCH, epochs=1, shuffle=False, verbose=0)
    test = model.evaluate(scaled(x_test), y_test, batch_size=BATCH, verbose=0)
    return history.history["loss"][0], test[0]


def lamina(*arguments):
    subprocess.run([ROOT / "lamina", *map(str, arguments)], check=True, stdout=sys.stderr)


def lamina_epoch(model, folder, out):
    report = out.with_suffix(".json")
    lamina(
        *("train", "--model", model, "--data", folder, "--out", out, "--report", report),
        *("--epochs", 1, "--batch-size", BATCH, "--schedule", "constant", "--no-shuffle"),
    )
    result = json.loads(report.read_text())
    return result["history"][0]["loss"], result["test"]["loss"]


def nudged(model, seed):
    """The same weights, each off by about one rounding: how far that alone leads is noise."""
    random = np.random.default_rng(seed)
    for weight in model.trainable_weights:
        value = np.asarray(weight.value)
        weight.assign(value * (1 + 1e-7 * random.standard_normal(value.shape)).astype(np.float32))
    return model


def load(path):
    """Loads as everyone does, with every warning an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return keras.models.load_model(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default="/usr/share/datasets/fashion-mnist")
    parser.add_argument("--images", type=int, help="train on the first N images only")
    parser.add_argument("--rates", type=float, nargs="+", default=[1e-5, 1e-4, 1e-3])
    parser.add_argument("--bound", type=float, default=1e-3)
    parser.add_argument("--draws", type=int, default=3, help="runs that measure the noise")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    data = read(options.data, options.images)
    failures = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for array, file in zip(data, ("x_train", "y_train", "x_test", "y_test")):
            np.save(folder / f"{file}.npy", array)
        print(f"Keras {keras.__version__} on {keras.backend.backend()}, {len(data[0])} images")
        print(
            f"{'rate':8}{'first epoch':14}{'loss of':10}{'Keras':>12}{'Lamina':>12}{'difference':>13}"
            f"{'rounding in Keras':>19}"
        )
        for rate in options.rates:
            failures += round_trip(rate, data, folder, options)
    print("FAIL: " + "; ".join(failures) if failures else "pass")
    return 1 if failures else 0


def round_trip(rate, data, folder, options):
    """Prints the rows of one learning rate; returns what failed."""
    keras.utils.set_random_seed(options.seed)
    model = network(rate)
    fresh, one = folder / "fresh.keras", folder / "one.keras"
    model.save(fresh)
    keras_epoch(model, data)
    model.save(one)
    rows = [("Keras, then", one)]

    ours = folder / "ours.keras"
    lamina_epoch(fresh, folder, ours)
    predictions = folder / "y.npy"
    lamina("predict", ours, "--npy", folder / "x_test.npy", "--out", predictions)
    theirs = load(ours).predict(scaled(data[2]), batch_size=BATCH, verbose=0)
    apart = float(np.abs(np.load(predictions) - theirs).max())
    rows.append(("Lamina, then", ours))

    failures = []
    for first, path in rows:
        theirs = keras_epoch(load(path), data)
        draws = [keras_epoch(nudged(load(path), seed), data) for seed in range(options.draws)]
        noise = np.abs(np.array(draws) - theirs).max(axis=0)
        going_on = lamina_epoch(path, folder, folder / "two.keras")
        # A test loss after one point in time follows the last weights, which rounding moves; the loss of
        # an epoch is an average over all of its steps.
        bounds = options.bound, max(options.bound, 3 * noise[1])
        for what, a, b, moved, bound in zip(("epoch 2", "test"), theirs, going_on, noise, bounds):
            print(
                f"{rate:<8g}{first:14}{what:10}{a:12.6f}{b:12.6f}{b - a:13.2e}{moved:19.2e}",
                flush=True,
            )
            if abs(b - a) > bound:
                failures.append(f"rate {rate:g}, {first} {what}")
    print(f"Keras loads Lamina's file without a warning; predictions differ by {apart:.1e} at most")
    if apart > 1e-5:
        failures.append(f"rate {rate:g}, predictions")
    return failures


if __name__ == "__main__":
    sys.exit(main())
