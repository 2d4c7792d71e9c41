"""Metric cases: the result after each of several updates, and how "accuracy" is resolved."""

import keras
import numpy as np

from golden.archive import random_for
from golden.losses import labels, logits, one_hot, sample_weights, sigmoid, softmax

BATCHES = (5, 5, 3)


def write(archive):
    classification(archive)
    regression(archive)
    resolution(archive)


def record(archive, name, metric, batches, weights=None):
    """`batches` holds (y_true, y_pred) of each update; the last is smaller, as an epoch's is."""
    arrays, results = {}, []
    for index, (y_true, y_pred) in enumerate(batches):
        weight = None if weights is None else weights[index]
        metric.update_state(y_true, y_pred, sample_weight=weight)
        results.append(float(metric.result()))
        arrays[f"update.{index}.y_true"] = y_true
        arrays[f"update.{index}.y_pred"] = y_pred
        if weight is not None:
            arrays[f"update.{index}.sample_weight"] = weight
    arrays["results"] = np.array(results, dtype=np.float32)
    properties = {
        "class": type(metric).__name__,
        "updates": len(batches),
        "config": metric.get_config(),
    }
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(metric))


def both(archive, name, make, batches, weight_shape=lambda size: (size,)):
    record(archive, name, make(), batches)
    weights = [sample_weights(f"{name}/{i}", weight_shape(n)) for i, n in enumerate(BATCHES)]
    record(archive, f"{name}-weighted", make(), batches, weights)


def batches_of(name, make):
    return [make(f"{name}/{index}", size) for index, size in enumerate(BATCHES)]


def classification(archive):
    def binary(shape, dtype=np.float32):
        def make(name, size):
            y_pred = sigmoid(logits(name, (size, *shape)))
            y_pred.flat[0] = 0.5
            return labels(name, (size, *shape), 2).astype(dtype), y_pred

        return make

    def categorical(name, size):
        return one_hot(labels(name, (size,), 7), 7), softmax(logits(name, (size, 7)))

    def sparse(name, size):
        return labels(name, (size,), 7), softmax(logits(name, (size, 7)))

    def sparse_column(name, size):
        y_true, y_pred = sparse(name, size)
        return y_true[:, None], y_pred

    def sparse_rank3(name, size):
        return labels(name, (size, 4), 3), softmax(logits(name, (size, 4, 3)))

    def tied(name, size):
        scores = random_for(name).integers(0, 3, (size, 7)).astype(np.float32)
        return labels(name, (size,), 7), scores

    keras_metrics = keras.metrics
    for name, make, data in [
        ("binary_accuracy", keras_metrics.BinaryAccuracy, binary((1,))),
        ("binary_accuracy-multilabel", keras_metrics.BinaryAccuracy, binary((3,))),
        ("binary_accuracy-integer", keras_metrics.BinaryAccuracy, binary((1,), np.int32)),
        (
            "binary_accuracy-threshold0.7",
            lambda: keras_metrics.BinaryAccuracy(threshold=0.7),
            binary((1,)),
        ),
        ("categorical_accuracy", keras_metrics.CategoricalAccuracy, categorical),
        ("sparse_categorical_accuracy", keras_metrics.SparseCategoricalAccuracy, sparse),
        (
            "sparse_categorical_accuracy-column",
            keras_metrics.SparseCategoricalAccuracy,
            sparse_column,
        ),
        ("sparse_categorical_accuracy-ties", keras_metrics.SparseCategoricalAccuracy, tied),
    ]:
        both(archive, name, make, batches_of(name, data))
    name = "sparse_categorical_accuracy-rank3"
    record(archive, name, keras_metrics.SparseCategoricalAccuracy(), batches_of(name, sparse_rank3))
    for k in (1, 3, 5, 7):
        for name, metric, data in [
            ("top_k_categorical_accuracy", keras_metrics.TopKCategoricalAccuracy, categorical),
            (
                "sparse_top_k_categorical_accuracy",
                keras_metrics.SparseTopKCategoricalAccuracy,
                sparse,
            ),
        ]:
            case = f"{name}-k{k}"
            both(archive, case, lambda: metric(k=k), batches_of(case, data))
    name = "sparse_top_k_categorical_accuracy-k2-ties"
    record(archive, name, keras_metrics.SparseTopKCategoricalAccuracy(k=2), batches_of(name, tied))


def regression(archive):
    for name, metric in [
        ("mean_squared_error", keras.metrics.MeanSquaredError),
        ("mean_absolute_error", keras.metrics.MeanAbsoluteError),
    ]:
        for shape in [(1,), (3,), (2, 3)]:
            case = f"{name}-{'x'.join(map(str, shape))}"

            def data(key, size):
                return logits(key + "/true", (size, *shape)), logits(key, (size, *shape))

            both(archive, case, metric, batches_of(case, data))


def resolution(archive):
    """metrics=["accuracy"] of a compiled model: the shapes decide what it is, not the loss."""
    cases = [
        ("binary_crossentropy", "float32", (6, 1), (6, 1)),
        ("binary_crossentropy", "int32", (6,), (6, 1)),
        ("binary_crossentropy", "float32", (6, 3), (6, 3)),
        ("mean_squared_error", "float32", (6, 1), (6, 1)),
        ("mean_squared_error", "float32", (6, 4), (6, 4)),
        ("sparse_categorical_crossentropy", "int32", (6,), (6, 4)),
        ("sparse_categorical_crossentropy", "int32", (6, 1), (6, 4)),
        ("sparse_categorical_crossentropy", "int32", (3, 2), (3, 2, 4)),
        ("categorical_crossentropy", "float32", (6, 4), (6, 4)),
        ("categorical_crossentropy", "float32", (3, 2, 4), (3, 2, 4)),
    ]
    for loss, dtype, true_shape, pred_shape in cases:
        shapes = "-".join("x".join(map(str, shape)) for shape in (true_shape, pred_shape))
        name = f"accuracy-{loss}-{dtype}-{shapes}"
        if loss == "categorical_crossentropy":
            y_true = one_hot(labels(name, true_shape[:-1], true_shape[-1]), true_shape[-1])
        else:
            classes = 2 if pred_shape == true_shape or pred_shape[-1] == 1 else pred_shape[-1]
            y_true = labels(name, true_shape, classes).astype(dtype)
        y_pred = sigmoid(logits(name, pred_shape))
        model = keras.Sequential([keras.Input(pred_shape[1:]), keras.layers.Activation("linear")])
        model.compile(optimizer="sgd", loss=loss, metrics=["accuracy"], weighted_metrics=["acc"])
        weights = sample_weights(name, pred_shape[:-1])
        result = model.test_on_batch(y_pred, y_true, sample_weight=weights, return_dict=True)
        compiled = next(m for m in model.metrics if hasattr(m, "_user_metrics"))
        resolved = [metric for group in compiled._flat_metrics if group for metric in group.metrics]
        properties = {"metric": "accuracy", "loss": loss, "resolved": type(resolved[0]).__name__}
        arrays = {
            "y_true": y_true,
            "y_pred": y_pred,
            "sample_weight": weights,
            "accuracy": np.float32(result["accuracy"]),
            "weighted_accuracy": np.float32(result["acc"]),
            "loss": np.float32(result["loss"]),
        }
        archive.add(name, properties, arrays)
