"""Loads models with branches that Lamina has trained for ten steps, and compares them with Keras's own.

    mvn -q test -pl onednn -am -Dtest=OneDnnGraphTest -Dsurefire.failIfNoSpecifiedTests=false \\
        -Dtest.jvm.args=-Ddev.lamina.testkit.graphs=/tmp/graphs
    KERAS_BACKEND=jax python graphs.py /tmp/graphs

The exit code is 0 if Keras loads each without a warning, predicts within 1e-5 what Lamina does, and has the
same optimizer variables and weights within 1e-4 of those that it reaches itself.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path

import keras
import numpy as np

GOLDEN = (
    Path(__file__).resolve().parents[2]
    / "testkit/src/main/resources/dev/lamina/testkit/graphs"
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    files = sorted(folder.glob("*.keras"))
    if not files:
        sys.exit(f"{folder} holds no models")
    print(f"{'model':18} predictions  optimizer    weights")
    good = [check(file) for file in files]
    sys.exit(0 if all(good) else 1)


def check(file):
    name = file.stem
    expected = json.loads((GOLDEN / name / "expected.json").read_text())
    data = np.load(GOLDEN / name / "data.npz")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        model = keras.saving.load_model(file)
    assert list(model.output_names) == expected["outputs"], model.output_names
    inputs = {key: data[key][0] for key in expected["inputs"]}
    outputs = model.predict(inputs if len(inputs) > 1 else one(inputs), verbose=0)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    lamina = [np.load(file.parent / f"{name}.{key}.npy") for key in expected["outputs"]]
    differences = [largest(outputs, lamina)]
    trained = GOLDEN / name / "trained.keras"
    if trained.exists():
        own = keras.saving.load_model(trained)
        assert [each.name for each in model.layers] == [each.name for each in own.layers]
        differences.append(largest(model.optimizer.variables, own.optimizer.variables))
        differences.append(largest(model.get_weights(), own.get_weights()))
    print(f"{name:18} " + "  ".join(f"{each:11.1e}" for each in differences))
    return all(d <= limit for d, limit in zip(differences, (1e-5, 1e-4, 1e-4)))


def one(named):
    return next(iter(named.values()))


def largest(left, right):
    assert len(left) == len(right), (len(left), len(right))
    to_numpy = keras.ops.convert_to_numpy
    pairs = [(to_numpy(a), to_numpy(b)) for a, b in zip(left, right)]
    return max(float(np.abs(a - b).max(initial=0)) for a, b in pairs)


if __name__ == "__main__":
    main()
