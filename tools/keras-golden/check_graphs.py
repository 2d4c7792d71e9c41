"""How far rounding alone moves the golden runs of functional models.

    python check_graphs.py                       # Keras on TensorFlow
    KERAS_BACKEND=jax python check_graphs.py     # needs jax

Loads each initial.keras, trains it on data.npz and prints the largest differences to what is
recorded: of this backend in float32 and float64 (on JAX with JAX_ENABLE_X64=1), and of runs that
begin with weights changed by `--noise` of themselves. `moved` is how far the training itself moves
the losses: what a comparison of losses can see.
"""

import argparse
import json
import os
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
from golden import graphs
from make_graphs import RESOURCES


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--golden", type=Path, default=RESOURCES / "dev/lamina/testkit/graphs")
    parser.add_argument("--only", choices=graphs.GRAPHS, action="append", help="may be repeated")
    parser.add_argument("--noise", type=float, default=1e-6, help="of a weight, relative")
    parser.add_argument("--runs", type=int, default=2, help="with noise")
    parser.add_argument("--float64", action="store_true")
    options = parser.parse_args()
    for name in options.only or graphs.GRAPHS:
        check(name, options.golden / name, options)


def check(name, folder, options):
    graph = graphs.GRAPHS[name]
    inputs, targets = graph.data()
    with np.load(folder / "data.npz") as data:
        for key, array in {**inputs, **targets}.items():
            np.testing.assert_array_equal(data[key], array)
    golden = recorded(folder)

    def load():
        keras.backend.clear_session()
        return keras.saving.load_model(folder / "initial.keras")

    def show(run, result):
        found = graphs.deviations(result, golden)
        print(f"{name:18}{run:16}", *(f"{k} {v:.1e}" for k, v in found.items()), flush=True)

    backend = keras.backend.backend()
    model = load()
    weights = model.get_weights()
    losses = graphs.losses_without_training(model, inputs, targets)
    moved = np.abs(np.subtract(losses, [step["loss"] for step in golden["steps"]]))
    print(f"{name:18}{'moved':16}", *(f"{value:.1e}" for value in moved))
    show(f"{backend} 32", graphs.run(load(), inputs, targets))
    if options.float64:
        show(f"{backend} 64", graphs.run_exactly(graph, weights, inputs, targets))
    random = np.random.default_rng(1)
    for _ in range(options.runs):
        model = load()
        noisy = [w * (1 + options.noise * random.standard_normal(w.shape)) for w in weights]
        model.set_weights(noisy)
        show(f"noise {options.noise}", graphs.run(model, inputs, targets))


def recorded(folder):
    golden = {"steps": json.loads((folder / "expected.json").read_text("utf-8"))["steps"]}
    with np.load(folder / "expected.npz") as arrays:
        for when in ("before", "after"):
            names = [key for key in arrays.files if key.startswith(when + ".")]
            golden[when] = {key.removeprefix(when + "."): arrays[key] for key in names}
    if (folder / "trained.keras").exists():
        golden["weights"] = keras.saving.load_model(folder / "trained.keras").get_weights()
    return golden


if __name__ == "__main__":
    main()
