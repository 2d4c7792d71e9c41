"""Writes the golden folders of functional models from real Keras; README.md describes them."""

import argparse
import json
import os
import zipfile
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_DETERMINISTIC_OPS", "1")
# TensorFlow 2.21's oneDNN 3.7.3 gives wrong gradients of small 1x1 convolutions (README.md).
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras
import numpy as np
from golden import graphs, hashing
from golden.archive import EPOCH, npy_bytes

RESOURCES = Path(__file__).resolve().parents[2] / "testkit/src/main/resources"
SAMPLES = 32
SAMPLE_SEED = 21


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=RESOURCES / "dev/lamina/testkit/graphs")
    parser.add_argument("--only", choices=graphs.GRAPHS, action="append", help="may be repeated")
    options = parser.parse_args()
    for name in options.only or graphs.GRAPHS:
        folder = options.out / name
        folder.mkdir(parents=True, exist_ok=True)
        deviation = write(folder, graphs.GRAPHS[name])
        size = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{name}: {size} bytes, float64 differs by {deviation}", flush=True)


def write(folder, graph):
    keras.backend.clear_session()
    inputs, targets = graph.data()
    write_npz(folder / "data.npz", {**inputs, **targets})
    initial = folder / "initial.keras"
    graphs.compiled(graph).save(initial)
    # Trained is what the file says, so that it alone decides.
    model = keras.saving.load_model(initial)
    weights = model.get_weights()
    first = graphs.batch(inputs, 0)
    expected = graphs.predictions(model, first)
    if "initial.h5" in graph.files:
        # Of a model of its own: writing .h5 takes the optimizer out of the settings of the model.
        keras.saving.load_model(initial).save(folder / "initial.h5")
        # Keras cannot read "mse" of a training_config that it wrote itself.
        loaded = keras.saving.load_model(folder / "initial.h5", compile=False)
        assert_same(graphs.predictions(loaded, first), expected)
    if "initial.weights.h5" in graph.files:
        model.save_weights(folder / "initial.weights.h5")
        loaded = graph.make()
        loaded.load_weights(folder / "initial.weights.h5")
        assert_same(graphs.predictions(loaded, first), expected)

    result = graphs.run(model, inputs, targets)
    assert_same(result["before"], expected)
    if "trained.keras" in graph.files:
        model.save(folder / "trained.keras")
        loaded = keras.saving.load_model(folder / "trained.keras")
        assert_same(graphs.predictions(loaded, first), result["after"])
    evaluation = evaluate(model, inputs, targets)
    arrays = predictions_of(result)
    if "trained.keras" not in graph.files:
        arrays.update(samples(result["weights"]))
    write_npz(folder / "expected.npz", arrays)
    deviation = graphs.deviations(result, graphs.run_exactly(graph, weights, inputs, targets))
    write_json(folder / "expected.json", model, result, evaluation, deviation)
    return {name: f"{value:.1e}" for name, value in deviation.items()}


def predictions_of(result):
    """As expected.npz names them."""
    return {
        f"{when}.{name}": array
        for when in ("before", "after")
        for name, array in result[when].items()
    }


def evaluate(model, inputs, targets):
    """Of all batches, after training."""

    def joined(arrays):
        merged = {name: array.reshape(-1, *array.shape[2:]) for name, array in arrays.items()}
        return merged if len(merged) > 1 else next(iter(merged.values()))

    figures = model.evaluate(
        joined(inputs), joined(targets), batch_size=graphs.BATCH, verbose=0, return_dict=True
    )
    return {name: float(value) for name, value in figures.items()}


def samples(weights):
    arrays = {}
    for index, weight in enumerate(weights):
        indices = hashing.sample_indices(SAMPLE_SEED, index, weight.size, SAMPLES)
        arrays[f"weight.{index}.indices"] = indices
        arrays[f"weight.{index}.samples"] = weight.ravel()[indices]
    return arrays


def write_json(path, model, result, evaluation, deviation, facts_of_weights=None):
    figures = list(result["steps"][0])
    text = {
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "name": model.name,
        "inputs": [tensor.name for tensor in model.inputs],
        "outputs": model.output_names,
        "parameters": {
            "total": model.count_params(),
            "trainable": elements(model.trainable_weights),
            "non_trainable": elements(model.non_trainable_weights),
        },
        "layers": [{"name": layer.name, "class": type(layer).__name__} for layer in model.layers],
        "weights": [
            {"path": w.path, "shape": list(w.shape), "trainable": w.trainable, **facts}
            for w, facts in zip(model.weights, facts_of_weights or [{}] * len(model.weights))
        ],
        "optimizer": {
            name: value
            for name, value in model.optimizer.get_config().items()
            if name in ("name", "learning_rate", "momentum", "nesterov", "epsilon")
        },
        "list_order": model._flatten_metrics_in_order({name: name for name in figures}),
        "steps": result["steps"],
        "evaluation": evaluation,
        "float64_deviation": deviation,
    }
    path.write_text(json_text(text), encoding="utf-8")


def elements(variables):
    return sum(int(np.prod(variable.shape)) for variable in variables)


def json_text(value):
    """One line for each member and for each item of its list."""
    members = []
    for key, member in value.items():
        if isinstance(member, list):
            items = ",\n".join(f"  {json.dumps(item)}" for item in member)
            members.append(f" {json.dumps(key)}: [\n{items}\n ]")
        else:
            members.append(f" {json.dumps(key)}: {json.dumps(member)}")
    return "{\n" + ",\n".join(members) + "\n}\n"


def assert_same(found, expected):
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=0, atol=1e-6)


def write_npz(path, arrays):
    """As numpy.savez_compressed, but with fixed dates, so that remade files are the same bytes."""
    with zipfile.ZipFile(path, "w") as file:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, npy_bytes(array), compresslevel=9)


if __name__ == "__main__":
    main()
