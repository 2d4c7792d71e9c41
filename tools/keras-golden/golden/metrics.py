"""Metric cases: the result after each of several updates, and how "accuracy" is resolved."""

import keras
import numpy as np

from golden.archive import random_for
from golden.losses import labels, logits, one_hot, sample_weights, sigmoid, softmax

BATCHES = (5, 5, 3)


def write(archive):
    classification(archive)
    regression(archive)
    decisions(archive)
    intersections(archive)
    crossentropies(archive)
    resolution(archive)
    of_losses(archive)
    determination(archive)
    beta(archive)
    at_thresholds(archive)


def record(archive, name, metric, batches, weights=None):
    """`batches` holds (y_true, y_pred) of each update; the last is smaller, as an epoch's is."""
    arrays, results = {}, []
    for index, (y_true, y_pred) in enumerate(batches):
        weight = None if weights is None else weights[index]
        metric.update_state(y_true, y_pred, sample_weight=weight)
        results.append(float(np.squeeze(metric.result())))  # of one class [score]
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
        ("root_mean_squared_error", keras.metrics.RootMeanSquaredError),
    ]:
        for shape in [(1,), (3,), (2, 3)]:
            case = f"{name}-{'x'.join(map(str, shape))}"

            def data(key, size):
                return logits(key + "/true", (size, *shape)), logits(key, (size, *shape))

            both(archive, case, metric, batches_of(case, data))


def answers(*shape, spread=2.0):
    """Probabilities with 0, 1 and the thresholds among them, and targets of 0 and 1."""

    def make(name, size):
        y_pred = sigmoid(logits(name, (size, *shape), spread))
        special = [0.0, 1.0, 0.5, 0.25]
        y_pred.flat[: len(special)] = special[: y_pred.size]
        return labels(name, (size, *shape), 2).astype(np.float32), y_pred

    return make


def decisions(archive):
    """Counts of right and wrong answers, and what is made of them."""
    metrics = keras.metrics
    for name, metric in [
        ("true_positives", metrics.TruePositives),
        ("false_positives", metrics.FalsePositives),
        ("true_negatives", metrics.TrueNegatives),
        ("false_negatives", metrics.FalseNegatives),
        ("precision", metrics.Precision),
        ("recall", metrics.Recall),
    ]:
        both(archive, name, metric, batches_of(name, answers(1)))
        case = f"{name}-threshold0.7-multilabel"
        data = batches_of(case, answers(3))
        both(archive, case, lambda: metric(thresholds=0.7), data)
        case = f"{name}-pixels"
        record(archive, case, metric(), batches_of(case, answers(4, 3)))

    def choices(name, size):
        scores = softmax(logits(name, (size, 7)))
        scores[0] = 1 / 7  # equal scores: the first are chosen
        return labels(name, (size, 7), 2).astype(np.float32), scores

    for name, metric in [("precision", metrics.Precision), ("recall", metrics.Recall)]:
        for arguments in [
            {"top_k": 3},
            {"top_k": 1},
            {"top_k": 3, "thresholds": 0.2},
            {"class_id": 2},
            {"class_id": 2, "top_k": 4},
            {"class_id": 0, "thresholds": 0.1},
        ]:
            case = name + "".join(f"-{key}{value}" for key, value in arguments.items())
            both(archive, case, lambda: metric(**arguments), batches_of(case, choices))
        case = f"{name}-top_k2-rank3"

        def deep(key, size):
            return (
                labels(key, (size, 4, 5), 2).astype(np.float32),
                softmax(logits(key, (size, 4, 5))),
            )

        record(archive, case, metric(top_k=2), batches_of(case, deep))
        case = f"{name}-none"
        data = [(np.zeros((n, 1), np.float32), np.zeros((n, 1), np.float32)) for n in BATCHES]
        record(archive, case, metric(), data)
    areas(archive)
    f1(archive, choices)


def areas(archive):
    for curve in ("ROC", "PR"):
        for method in ("interpolation", "minoring", "majoring"):
            arguments = {"curve": curve, "summation_method": method}
            case = f"auc-{curve}-{method}"
            data = batches_of(case, answers(1))
            both(archive, case, lambda: keras.metrics.AUC(**arguments), data)
            case = f"{case}-5"
            few = {**arguments, "num_thresholds": 5}
            both(
                archive,
                case,
                lambda: keras.metrics.AUC(**few),
                batches_of(case, answers(3)),
            )
    for name, arguments in [
        ("auc-thresholds", {"thresholds": [0.1, 0.5, 0.25, 0.9]}),
        ("auc-thresholds-even", {"thresholds": [0.25, 0.5, 0.75]}),
        ("auc-thresholds-two", {"num_thresholds": 2}),
        ("auc-PR-thresholds", {"thresholds": [0.5], "curve": "PR"}),
    ]:
        both(archive, name, lambda: keras.metrics.AUC(**arguments), batches_of(name, answers(2)))

    def from_logits(name, size):
        y_true, _ = answers(1)(name, size)
        return y_true, logits(name, (size, 1))

    name = "auc-logits"
    both(
        archive, name, lambda: keras.metrics.AUC(from_logits=True), batches_of(name, from_logits)
    )
    for name, value in [("auc-no-positives", 0), ("auc-no-negatives", 1)]:
        for curve in ("ROC", "PR"):

            def one_kind(key, size):
                return np.full((size, 1), value, np.float32), answers(1)(key, size)[1]

            case = f"{name}-{curve}"
            record(archive, case, keras.metrics.AUC(curve=curve), batches_of(case, one_kind))


def f1(archive, choices):
    for average in ("micro", "macro", "weighted"):
        for threshold in (None, 0.15):
            case = f"f1_score-{average}-{threshold}"
            both(
                archive,
                case,
                lambda: keras.metrics.F1Score(average=average, threshold=threshold),
                batches_of(case, choices),
            )

    case = "f1_score-none"
    both(
        archive, case, lambda: keras.metrics.F1Score(threshold=0.5), batches_of(case, answers(1))
    )


def intersections(archive):
    """Per sample and per pixel. With the default dtype Keras cuts weights to whole numbers."""
    metrics = keras.metrics

    def sparse(*shape):
        def make(name, size):
            scores = softmax(logits(name, (size, *shape, 4)))
            return labels(name, (size, *shape), 4), scores

        return make

    def indices(*shape):
        def make(name, size):
            return labels(name, (size, *shape), 4), labels(name + "/p", (size, *shape), 4)

        return make

    def dense(*shape):
        def make(name, size):
            target, scores = sparse(*shape)(name, size)
            return one_hot(target, 4), scores

        return make

    def beyond(name, size):
        return labels(name, (size,), 6) - 1, labels(name + "/p", (size,), 6) - 1

    f32 = {"dtype": "float32"}
    some = {"target_class_ids": [0, 2]}
    for name, metric, arguments, make in [
        ("mean_io_u", metrics.MeanIoU, {}, indices()),
        ("mean_io_u-scores", metrics.MeanIoU, {"sparse_y_pred": False}, sparse()),
        ("mean_io_u-ignored", metrics.MeanIoU, {"ignore_class": 1}, indices()),
        ("mean_io_u-beyond", metrics.MeanIoU, {}, beyond),
        (
            "mean_io_u-dense",
            metrics.MeanIoU,
            {"sparse_y_true": False, "sparse_y_pred": False},
            dense(),
        ),
        ("mean_io_u-dense-true", metrics.MeanIoU, {"sparse_y_true": False},
            lambda n, s: (dense()(n, s)[0], indices()(n, s)[1])),
        ("io_u", metrics.IoU, some, indices()),
        ("io_u-scores", metrics.IoU, {**some, "sparse_y_pred": False}, sparse()),
        ("one_hot_io_u", metrics.OneHotIoU, some, dense()),
        ("one_hot_io_u-ignored", metrics.OneHotIoU, {**some, "ignore_class": 0}, dense()),
        ("one_hot_mean_io_u", metrics.OneHotMeanIoU, {}, dense()),
        ("one_hot_mean_io_u-sparse", metrics.OneHotMeanIoU, {"sparse_y_pred": True},
            lambda n, s: (dense()(n, s)[0], indices()(n, s)[1])),
    ]:
        data = batches_of(name, make)
        both(archive, name, lambda: metric(num_classes=4, **arguments, **f32), data)
    for name, metric, arguments, make in [
        ("mean_io_u-pixels", metrics.MeanIoU, {"sparse_y_pred": False}, sparse(3, 2)),
        ("mean_io_u-pixels-indices", metrics.MeanIoU, {}, indices(3, 2)),
        ("io_u-pixels", metrics.IoU, {**some, "sparse_y_pred": False}, sparse(3, 2)),
        ("one_hot_mean_io_u-pixels", metrics.OneHotMeanIoU, {}, dense(3, 2)),
    ]:
        record(archive, name, metric(num_classes=4, **arguments, **f32), batches_of(name, make))
        # The default dtype counts the same; its name is not in what Lamina writes.
        counted = metric(num_classes=4, **arguments)
        data = batches_of(name, make)
        both_kinds = metric(num_classes=4, **arguments, **f32)
        for y_true, y_pred in data:
            counted.update_state(y_true, y_pred)
            both_kinds.update_state(y_true, y_pred)
        assert float(counted.result()) == float(both_kinds.result())
    for name, arguments in [
        ("binary_io_u", {}),
        ("binary_io_u-class1", {"target_class_ids": [1]}),
        ("binary_io_u-threshold0.25", {"threshold": 0.25}),
    ]:
        both(
            archive,
            name,
            lambda: metrics.BinaryIoU(**arguments, **f32),
            batches_of(name, lambda n, s: tuple(each[:, 0] for each in answers(1)(n, s))),
        )


def crossentropies(archive):
    metrics = keras.metrics
    cases = [
        ("binary_crossentropy", metrics.BinaryCrossentropy, {}),
        ("binary_crossentropy-smooth", metrics.BinaryCrossentropy, {"label_smoothing": 0.1}),
    ]
    for name, metric, arguments in cases:
        both(archive, name, lambda: metric(**arguments), batches_of(name, answers(3)))

    def scores(name, size):
        return logits(name, (size, 5))

    for name, metric, arguments, make in [
        ("binary_crossentropy-logits", metrics.BinaryCrossentropy, {"from_logits": True},
            lambda n, s: (labels(n, (s, 5), 2).astype(np.float32), scores(n, s))),
        ("categorical_crossentropy", metrics.CategoricalCrossentropy, {},
            lambda n, s: (one_hot(labels(n, (s,), 5), 5), softmax(scores(n, s)))),
        ("categorical_crossentropy-logits-smooth", metrics.CategoricalCrossentropy,
            {"from_logits": True, "label_smoothing": 0.2},
            lambda n, s: (one_hot(labels(n, (s,), 5), 5), scores(n, s))),
        ("sparse_categorical_crossentropy", metrics.SparseCategoricalCrossentropy, {},
            lambda n, s: (labels(n, (s,), 5), softmax(scores(n, s)))),
        ("sparse_categorical_crossentropy-logits", metrics.SparseCategoricalCrossentropy,
            {"from_logits": True}, lambda n, s: (labels(n, (s,), 5), scores(n, s))),
    ]:
        both(archive, name, lambda: metric(**arguments), batches_of(name, make))


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


def of_losses(archive):
    metrics = keras.metrics

    def numbers(*shape, positive=False):
        def make(name, size):
            y_true, y_pred = logits(name + "/true", (size, *shape)), logits(name, (size, *shape))
            return (np.abs(y_true), np.abs(y_pred)) if positive else (y_true, y_pred)

        return make

    def signs(*shape, low=-1):
        def make(name, size):
            y_true = labels(name, (size, *shape), 2).astype(np.float32)
            return (2 * y_true - 1 if low else y_true), logits(name, (size, *shape))

        return make

    def shares(name, size):
        return softmax(logits(name + "/true", (size, 4))), softmax(logits(name, (size, 4)))

    def classes(name, size):
        return one_hot(labels(name, (size,), 5), 5), logits(name, (size, 5))

    for name, metric, data in [
        ("mean_absolute_percentage_error", metrics.MeanAbsolutePercentageError, numbers(3)),
        ("mean_squared_logarithmic_error", metrics.MeanSquaredLogarithmicError,
            numbers(3, positive=True)),
        ("log_cosh_error", metrics.LogCoshError, numbers(3)),
        ("log_cosh_error-1", metrics.LogCoshError, numbers(1)),
        ("cosine_similarity", metrics.CosineSimilarity, numbers(4)),
        ("hinge", metrics.Hinge, signs(3)),
        ("hinge-zero_one", metrics.Hinge, signs(3, low=0)),
        ("squared_hinge", metrics.SquaredHinge, signs(1)),
        ("squared_hinge-zero_one", metrics.SquaredHinge, signs(2, low=0)),
        ("categorical_hinge", metrics.CategoricalHinge, classes),
        ("kl_divergence", metrics.KLDivergence, shares),
        ("poisson", metrics.Poisson, numbers(3, positive=True)),
        ("wrapped-huber",
            lambda: metrics.MeanMetricWrapper(keras.losses.huber, name="wrapped"), numbers(3)),
    ]:
        both(archive, name, metric, batches_of(name, data))
    for name, metric in [
        ("cosine_similarity-deep", metrics.CosineSimilarity),
        ("mean_absolute_percentage_error-deep", metrics.MeanAbsolutePercentageError),
    ]:
        record(archive, name, metric(), batches_of(name, numbers(3, 2)))


def determination(archive):
    def numbers(outputs):
        def make(name, size):
            y_true = logits(name + "/true", (size, outputs))
            return y_true, y_true + logits(name, (size, outputs), 1.0)

        return make

    for outputs in (1, 3):
        for aggregation in ("uniform_average", "variance_weighted_average"):
            for regressors in (0, 2):
                case = f"r2_score-{outputs}-{aggregation}-{regressors}"

                def make():
                    return keras.metrics.R2Score(aggregation, regressors)

                both(archive, case, make, batches_of(case, numbers(outputs)))
    case = "r2_score-none"
    record(archive, case, keras.metrics.R2Score(None), batches_of(case, numbers(1)))


def beta(archive):
    def choices(name, size):
        y_pred = softmax(logits(name, (size, 4)))
        return one_hot(labels(name, (size,), 4), 4), y_pred

    for average in ("micro", "macro", "weighted"):
        for value in (0.5, 2.0):
            for threshold in (None, 0.15):
                case = f"fbeta_score-{average}-{value}-{threshold}"

                def make():
                    return keras.metrics.FBetaScore(average, value, threshold)

                both(archive, case, make, batches_of(case, choices))


def at_thresholds(archive):
    metrics = keras.metrics
    for name, metric in [
        ("sensitivity_at_specificity", metrics.SensitivityAtSpecificity),
        ("specificity_at_sensitivity", metrics.SpecificityAtSensitivity),
        ("precision_at_recall", metrics.PrecisionAtRecall),
        ("recall_at_precision", metrics.RecallAtPrecision),
    ]:
        for value in (0.5, 0.8):
            for arguments in ({}, {"num_thresholds": 5}, {"num_thresholds": 1}, {"class_id": 1}):
                case = f"{name}-{value}" + "".join(f"-{k}{v}" for k, v in arguments.items())
                data = answers(3 if "class_id" in arguments else 1)
                both(archive, case, lambda: metric(value, **arguments), batches_of(case, data))
