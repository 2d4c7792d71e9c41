"""Makes the fixture of weights: what real Keras reports with weights of samples and classes.

    pip install keras jax
    python make_weights.py                 # --out DIR elsewhere than keras/src/test/resources

Writes weighted.keras (compiled with metrics and weighted metrics, not trained) and
weighted.properties: the data (x, y, weights), and for each case the history of two epochs or the
result of an evaluation. Every case begins with the weights of weighted.keras.
"""

import argparse
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np

SAMPLES, FEATURES, CLASSES, BATCH = 23, 4, 3, 5
CLASS_WEIGHTS = {0: 2.0, 1: 0.5, 2: 1.25}


def numbers(values):
    return ",".join(repr(float(value)) for value in np.asarray(values).ravel())


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out",
        type=pathlib.Path,
        default=here.parents[1] / "keras/src/test/resources/dev/lamina/keras",
    )
    out = parser.parse_args().out
    keras.utils.set_random_seed(5)
    model = keras.Sequential(
        [
            keras.Input((FEATURES,)),
            keras.layers.Dense(8, activation="tanh"),
            keras.layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.compile(
        keras.optimizers.SGD(0.2),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=[
            "accuracy",
            keras.metrics.SparseTopKCategoricalAccuracy(2, name="top2"),
        ],
    )
    model.save(out / "weighted.keras")
    random = np.random.default_rng(6)
    x = random.standard_normal((SAMPLES, FEATURES)).astype("float32")
    y = random.integers(0, CLASSES, SAMPLES)
    w = random.uniform(0, 3, SAMPLES).astype("float32")
    w[::7] = 0
    lines = ["keras=" + keras.__version__, "x=" + numbers(x), "y=" + numbers(y), "weights=" + numbers(w)]

    def fit(case, **arguments):
        fresh = keras.saving.load_model(out / "weighted.keras")
        arguments = {"x": x, "y": y, **arguments}
        history = fresh.fit(batch_size=BATCH, epochs=2, shuffle=False, verbose=0, **arguments).history
        for name, values in sorted(history.items()):
            lines.append(f"{case}.{name}={numbers(values)}")

    def evaluate(case, **arguments):
        fresh = keras.saving.load_model(out / "weighted.keras")
        figures = fresh.evaluate(x, y, batch_size=BATCH, verbose=0, return_dict=True, **arguments)
        for name, value in sorted(figures.items()):
            lines.append(f"{case}.{name}={numbers([value])}")

    fit("plain")
    fit("samples", sample_weight=w)
    fit("classes", class_weight=CLASS_WEIGHTS)
    # Keras takes weights of classes or of samples; both together are their product.
    fit("both", sample_weight=w * np.array([CLASS_WEIGHTS[label] for label in y], "float32"))
    fit("split", sample_weight=w, validation_split=0.3)
    fit("validation", class_weight=CLASS_WEIGHTS, validation_data=(x[:9], y[:9], w[:9]))
    fit("zero", sample_weight=np.zeros(SAMPLES, "float32"))
    evaluate("evaluate-plain")
    evaluate("evaluate-samples", sample_weight=w)
    (out / "weighted.properties").write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
