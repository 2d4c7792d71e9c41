"""Constraints: what becomes of weights of all ranks, some of them small, zero or negative."""

import keras
import numpy as np

from golden.archive import random_for

SHAPES = [(5,), (4, 3), (3, 2, 4), (3, 3, 2, 4)]

CASES = {
    "max_norm": lambda c: c.MaxNorm(),
    "max_norm-arguments": lambda c: c.MaxNorm(max_value=0.7, axis=0),
    "max_norm-last": lambda c: c.MaxNorm(max_value=0.7, axis=-1),
    "max_norm-kernel": lambda c: c.MaxNorm(max_value=1.5, axis=[0, 1, 2]),
    "non_neg": lambda c: c.NonNeg(),
    "unit_norm": lambda c: c.UnitNorm(),
    "unit_norm-last": lambda c: c.UnitNorm(axis=-1),
    "unit_norm-kernel": lambda c: c.UnitNorm(axis=[0, 1, 2]),
    "min_max_norm": lambda c: c.MinMaxNorm(),
    "min_max_norm-arguments": lambda c: c.MinMaxNorm(
        min_value=0.8, max_value=1.2, rate=0.6, axis=0
    ),
    "min_max_norm-kernel": lambda c: c.MinMaxNorm(
        min_value=1.0, max_value=2.0, rate=0.9, axis=[0, 1, 2]
    ),
}


def write(archive):
    for name, make in CASES.items():
        constraint = make(keras.constraints)
        axis = getattr(constraint, "axis", None)
        for shape in SHAPES:
            if isinstance(axis, list) and len(shape) != 4:
                continue
            case = f"{name}-{'x'.join(map(str, shape))}"
            weight = random_for(case).standard_normal(shape).astype(np.float32)
            weight[..., 0] *= 0.01
            weight[0] = 0.0
            properties = {
                "class": type(constraint).__name__,
                "config": constraint.get_config(),
            }
            arrays = {"weight": weight, "output": np.asarray(constraint(weight))}
            json = keras.saving.serialize_keras_object(constraint)
            archive.add(case, properties, arrays, json)
