"""Writes whole applications of Keras with what they compute; too big to keep, README.md says more.

    python make_applications.py FOLDER

FOLDER/<name>/ gets `<name>.keras` (compiled), `<name>.weights.h5`, `data.npz` (a batch of 4 and its
labels), `expected.npz` (predictions before and after one step of SGD), `expected.json` and
`trained.weights.h5` (after the step). In expected.json each weight has
its largest change in float64, and how far float32 is from float64.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_DETERMINISTIC_OPS", "1")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
from golden import graphs
from golden.archive import random_for
from make_graphs import assert_same, predictions_of, write_json, write_npz

BATCH = 4
CLASSES = 10
SIZES = {"ResNet50": 64, "MobileNetV2": 96}
LEARNING_RATES = {"ResNet50": 3e-3, "MobileNetV2": 1e-2}
# Predictions shall be neither nearly certain nor nearly constant.
DENSE = {"ResNet50": 0.5, "MobileNetV2": 4.0}


def graph_of(name):
    size = SIZES[name]

    def make():
        return getattr(keras.applications, name)(
            weights=None, input_shape=(size, size, 3), classes=CLASSES
        )

    def data():
        """Coarse patterns under noise, about as large as preprocessing makes pixels: -1 to 1."""
        random = random_for(f"applications/{name}")
        cells = random.integers(-12, 13, (1, BATCH, size // 8, size // 8, 3))
        images = cells.repeat(8, axis=3).repeat(8, axis=2)
        images = (images + random.integers(-4, 5, images.shape)) / 16
        labels = random.integers(0, CLASSES, (1, BATCH)).astype(np.int32)
        return {"input_layer": images.astype(np.float32)}, {"predictions": labels}

    return graphs.Graph(
        make,
        graphs.classifier(graphs.sgd(LEARNING_RATES[name], momentum=0.0)),
        data,
        seed=9,
        dense=DENSE[name],
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=SIZES, action="append", help="may be repeated")
    options = parser.parse_args()
    for name in options.only or SIZES:
        folder = options.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        write(name, folder)


def write(name, folder):
    graph = graph_of(name)
    keras.backend.clear_session()
    inputs, targets = graph.data()
    write_npz(folder / "data.npz", {**inputs, **targets})
    graphs.compiled(graph).save(folder / f"{name}.keras")
    model = keras.saving.load_model(folder / f"{name}.keras")
    model.save_weights(folder / f"{name}.weights.h5")
    weights = model.get_weights()
    result = graphs.run(model, inputs, targets)
    model.save_weights(folder / "trained.weights.h5")
    loaded = graph.make()
    loaded.load_weights(folder / "trained.weights.h5")
    assert_same(graphs.predictions(loaded, graphs.batch(inputs, 0)), result["after"])
    write_npz(folder / "expected.npz", predictions_of(result))
    exact = graphs.run_exactly(graph, weights, inputs, targets)
    deviation = graphs.deviations(result, exact)
    changes = [
        {
            "change": float(np.abs(other - before).max()),
            "float64_deviation": float(np.abs(one - other).max()),
        }
        for one, other, before in zip(result["weights"], exact["weights"], weights)
    ]
    write_json(folder / "expected.json", model, result, {}, deviation, changes)
    spread = float(np.std(result["before"]["predictions"], axis=0).max())
    print(name, {key: f"{value:.1e}" for key, value in deviation.items()}, result["steps"])
    median = np.median([change["change"] for change in changes])
    print(f"{name}: spread of predictions {spread:.2f}, median change {median:.1e}", flush=True)


if __name__ == "__main__":
    main()
