"""Makes the fixtures of compile settings: small models of real Keras, and what they evaluate to.

    pip install keras jax
    KERAS_BACKEND=jax python make_objectives.py    # --out DIR elsewhere

Writes x.bin, y.bin and w.bin (float32: 13 samples, their targets and weights), <case>.keras, and
expected.txt, a line for each case with what Keras evaluates in batches of 5.
"""

import argparse
import pathlib

import keras
import numpy as np

SAMPLES = 13


def cases():
    losses, metrics = keras.losses, keras.metrics
    yield "functions", losses.huber, [metrics.mean_squared_error, "mae", losses.log_cosh], None
    yield "names", "squared_hinge", ["mape", "msle", "kl_divergence", "poisson", "hinge"], ["mse"]
    yield "sum", losses.MeanSquaredError(reduction="sum", name="mine"), ["accuracy"], ["mae"]
    yield "weights", losses.LogCosh(reduction="mean_with_sample_weight"), [], None
    yield "focal", losses.BinaryFocalCrossentropy(gamma=1.5, apply_class_balancing=True), [
        metrics.PrecisionAtRecall(0.5, num_thresholds=20),
        metrics.RecallAtPrecision(0.5, class_id=1, name="found"),
    ], [metrics.SensitivityAtSpecificity(0.4), metrics.SpecificityAtSensitivity(0.4)]
    yield "tversky", losses.Tversky(alpha=0.7, beta=0.3), [metrics.FBetaScore("macro", 2.0)], None
    yield "dice", losses.Dice(axis=(1,)), [metrics.R2Score()], [metrics.CosineSimilarity()]
    yield "categorical", losses.CategoricalFocalCrossentropy(label_smoothing=0.1), [
        metrics.CategoricalHinge(),
        metrics.LogCoshError(),
        metrics.MeanMetricWrapper(losses.huber, name="wrapped"),
    ], ["kl_divergence"]


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out",
        type=pathlib.Path,
        default=here.parents[1] / "keras/src/test/resources/dev/lamina/keras/objectives",
    )
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(8)
    x = random.standard_normal((SAMPLES, 4)).astype("float32")
    y = np.eye(3, dtype="float32")[random.integers(0, 3, SAMPLES)]
    w = random.uniform(0.5, 2, SAMPLES).astype("float32")
    for name, values in ("x", x), ("y", y), ("w", w):
        (out / f"{name}.bin").write_bytes(values.astype("<f4").tobytes())
    lines = []
    for name, loss, plain, weighted in cases():
        keras.utils.set_random_seed(5)
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="sigmoid")])
        model.compile(keras.optimizers.SGD(0.1), loss, metrics=plain, weighted_metrics=weighted)
        figures = model.evaluate(
            x, y, sample_weight=w, batch_size=5, verbose=0, return_dict=True
        )
        model.save(out / f"{name}.keras")
        told = " ".join(f"{key}={float(value)!r}" for key, value in figures.items())
        lines.append(f"{name} {told}\n")
    (out / "expected.txt").write_text("".join(lines))


if __name__ == "__main__":
    main()
