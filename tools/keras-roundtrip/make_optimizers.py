"""Makes the files of optimizers that keras/src/test reads. Usage: make_optimizers.py OUTPUT_DIRECTORY

Needs keras 3.15. Of each optimizer there are NAME.keras, a model after an epoch of three batches, and
NAME.bin, its weights after one more epoch: little-endian float32, in the order of model.weights. The
samples are x.bin, the label of sample i is i modulo 3.
"""

import sys

import keras
import numpy as np

out = sys.argv[1]
o = keras.optimizers
OPTIMIZERS = {
    "adadelta": lambda: o.Adadelta(1.0),
    "adagrad": lambda: o.Adagrad(0.1, initial_accumulator_value=0.2),
    "adamax": lambda: o.Adamax(0.02),
    "nadam": lambda: o.Nadam(0.02),
    "ftrl": lambda: o.Ftrl(0.1, l1_regularization_strength=0.01, beta=0.1),
    "lion": lambda: o.Lion(0.01, weight_decay=0.1),
    "lamb": lambda: o.Lamb(0.02),
    "adafactor": lambda: o.Adafactor(0.1),
    "sgd_averages": lambda: o.SGD(
        0.1,
        momentum=0.9,
        use_ema=True,
        ema_momentum=0.8,
        ema_overwrite_frequency=2,
        gradient_accumulation_steps=2,
    ),
    "adam_schedule": lambda: o.Adam(
        o.schedules.CosineDecay(0.01, 20, warmup_target=0.05, warmup_steps=4)
    ),
    "adafactor_schedule": lambda: o.Adafactor(o.schedules.PiecewiseConstantDecay([4], [0.1, 0.02])),
    "muon": lambda: o.Muon(0.02),
    "constraints": lambda: o.SGD(0.5, momentum=0.5),
    "loss_scale": lambda: o.LossScaleOptimizer(o.SGD(0.05, momentum=0.9), initial_scale=4.0),
}

CONSTRAINTS = (
    {
        "kernel_constraint": keras.constraints.MaxNorm(0.9, axis=[0, 1, 2]),
        "bias_constraint": keras.constraints.NonNeg(),
    },
    {
        "kernel_constraint": keras.constraints.MinMaxNorm(0.5, 1.0, rate=0.8),
        "bias_constraint": keras.constraints.UnitNorm(),
    },
)

x = np.random.default_rng(1).random((24, 6, 6, 1), dtype=np.float32)
x.tofile(f"{out}/x.bin")
labels = np.arange(24) % 3
for name, make in OPTIMIZERS.items():
    keras.utils.set_random_seed(5)
    keras.backend.clear_session()
    conv, dense = CONSTRAINTS if name == "constraints" else ({}, {})
    model = keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            keras.layers.Conv2D(2, 3, activation="tanh", **conv),
            keras.layers.Flatten(),
            keras.layers.Dense(3, activation="softmax", **dense),
        ]
    )
    model.compile(make(), "sparse_categorical_crossentropy")
    for target in (f"{out}/{name}.keras", None):
        model.fit(x, labels, batch_size=8, epochs=1, shuffle=False, verbose=0)
        if target is not None:
            model.save(target)
    np.concatenate([np.ravel(w) for w in model.get_weights()]).tofile(f"{out}/{name}.bin")
