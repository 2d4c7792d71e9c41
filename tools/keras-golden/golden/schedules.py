"""Learning rate schedules: the rate of each of many iterations."""

import keras
import numpy as np

ITERATIONS = [*range(0, 40), 49, 50, 51, 99, 100, 101, 149, 150, 151, 300, 699, 700, 701, 1500, 10_000]

CASES = {
    "exponential_decay": lambda s: s.ExponentialDecay(0.1, decay_steps=10, decay_rate=0.9),
    "exponential_decay-staircase": lambda s: s.ExponentialDecay(
        0.3, decay_steps=7, decay_rate=0.5, staircase=True
    ),
    "exponential_decay-growing": lambda s: s.ExponentialDecay(
        0.001, decay_steps=2500.5, decay_rate=1.3
    ),
    "piecewise_constant_decay": lambda s: s.PiecewiseConstantDecay(
        [10, 50, 100], [0.1, 0.03, 0.01, 0.001]
    ),
    "piecewise_constant_decay-one": lambda s: s.PiecewiseConstantDecay([20], [1.0, 0.5]),
    "polynomial_decay": lambda s: s.PolynomialDecay(0.1, decay_steps=100),
    "polynomial_decay-power": lambda s: s.PolynomialDecay(
        0.1, decay_steps=100, end_learning_rate=0.02, power=0.5
    ),
    "polynomial_decay-square": lambda s: s.PolynomialDecay(
        0.3, decay_steps=35, end_learning_rate=0.0, power=2.0
    ),
    "polynomial_decay-cycle": lambda s: s.PolynomialDecay(
        0.1, decay_steps=10, end_learning_rate=0.01, power=1.5, cycle=True
    ),
    "inverse_time_decay": lambda s: s.InverseTimeDecay(0.1, decay_steps=10, decay_rate=0.5),
    "inverse_time_decay-staircase": lambda s: s.InverseTimeDecay(
        0.3, decay_steps=7, decay_rate=1.5, staircase=True
    ),
    "cosine_decay": lambda s: s.CosineDecay(0.1, decay_steps=100),
    "cosine_decay-alpha": lambda s: s.CosineDecay(0.3, decay_steps=33, alpha=0.1),
    "cosine_decay-warmup": lambda s: s.CosineDecay(
        0.0, decay_steps=100, warmup_target=0.1, warmup_steps=20
    ),
    "cosine_decay-warmup-alpha": lambda s: s.CosineDecay(
        0.01, decay_steps=90, alpha=0.05, warmup_target=0.3, warmup_steps=11
    ),
    "cosine_decay_restarts": lambda s: s.CosineDecayRestarts(0.1, first_decay_steps=10),
    "cosine_decay_restarts-even": lambda s: s.CosineDecayRestarts(
        0.1, first_decay_steps=10, t_mul=1.0, m_mul=0.9
    ),
    "cosine_decay_restarts-arguments": lambda s: s.CosineDecayRestarts(
        0.3, first_decay_steps=7, t_mul=1.5, m_mul=0.8, alpha=0.1
    ),
}


def write(archive):
    for name, make in CASES.items():
        schedule = make(keras.optimizers.schedules)
        optimizer = keras.optimizers.SGD(schedule)
        rates = []
        for iteration in ITERATIONS:
            optimizer.iterations.assign(iteration)
            rates.append(np.asarray(optimizer.learning_rate))
        properties = {
            "class": type(schedule).__name__,
            "config": {k: v for k, v in schedule.get_config().items()},
        }
        arrays = {
            "iterations": np.asarray(ITERATIONS, dtype=np.int64),
            "rates": np.asarray(rates, dtype=np.float32),
        }
        json = keras.saving.serialize_keras_object(schedule)
        archive.add(name, properties, arrays, json)
