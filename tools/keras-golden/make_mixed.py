"""Makes the fixture of mixed precision: a small model of real Keras with the policy mixed_bfloat16.

    pip install keras tensorflow-cpu
    python make_mixed.py                 # --out DIR elsewhere than keras/src/test/resources

Writes mixed.keras (compiled, not trained), and raw arrays: mixed-x.bin (float32, 4 batches of
16 images), mixed-y.bin (labels as float32), mixed-predictions.bin (of the first batch, before training)
and mixed-losses.bin (of one step on each batch, in order).
"""

import argparse
import os
import pathlib

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np

BATCHES, BATCH = 4, 16


def model():
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    return keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.AveragePooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(24),
            keras.layers.BatchNormalization(momentum=0.9),
            keras.layers.Activation("relu"),
            keras.layers.Dense(5, activation="softmax", dtype="float32"),
        ]
    )


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
    network = model()
    network.compile(keras.optimizers.Adam(1e-2), "sparse_categorical_crossentropy")
    random = np.random.default_rng(6)
    x = random.standard_normal((BATCHES * BATCH, 12, 12, 3)).astype("float32")
    y = random.integers(0, 5, BATCHES * BATCH).astype("float32")
    network.save(out / "mixed.keras")
    predictions = np.asarray(network.predict(x[:BATCH], verbose=0), dtype="float32")
    losses = []
    for start in range(0, len(x), BATCH):
        network.reset_metrics()
        losses.append(network.train_on_batch(x[start : start + BATCH], y[start : start + BATCH]))
    for name, values in {
        "x": x,
        "y": y,
        "predictions": predictions,
        "losses": np.asarray(losses, dtype="float32"),
    }.items():
        (out / f"mixed-{name}.bin").write_bytes(np.asarray(values, dtype="<f4").tobytes())
    print("losses", losses)


if __name__ == "__main__":
    main()
