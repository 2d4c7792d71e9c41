"""Optimizer cases: variables and slots after each of six steps with given gradients."""

import keras
import numpy as np
import tensorflow as tf

from golden.archive import random_for

STEPS = 6
SHAPES = [(3,), (2, 3), (2, 2, 1, 2)]

CASES = {
    "sgd": lambda o: o.SGD(learning_rate=0.1),
    "sgd-default": lambda o: o.SGD(),
    "sgd-momentum": lambda o: o.SGD(learning_rate=0.1, momentum=0.9),
    "sgd-nesterov": lambda o: o.SGD(learning_rate=0.1, momentum=0.9, nesterov=True),
    "sgd-weight_decay": lambda o: o.SGD(learning_rate=0.1, weight_decay=0.02),
    "sgd-momentum-weight_decay": lambda o: o.SGD(
        learning_rate=0.1, momentum=0.8, weight_decay=0.02
    ),
    "sgd-clipnorm": lambda o: o.SGD(learning_rate=0.1, clipnorm=1.5),
    "sgd-clipvalue": lambda o: o.SGD(learning_rate=0.1, clipvalue=0.5),
    "sgd-global_clipnorm": lambda o: o.SGD(learning_rate=0.1, global_clipnorm=2.0),
    "sgd-momentum-clipnorm": lambda o: o.SGD(learning_rate=0.1, momentum=0.9, clipnorm=1.0),
    "rmsprop-default": lambda o: o.RMSprop(),
    "rmsprop-rho": lambda o: o.RMSprop(learning_rate=0.01, rho=0.5),
    "rmsprop-epsilon": lambda o: o.RMSprop(learning_rate=0.01, epsilon=0.1),
    "rmsprop-momentum": lambda o: o.RMSprop(learning_rate=0.01, momentum=0.9),
    "rmsprop-centered": lambda o: o.RMSprop(learning_rate=0.01, centered=True),
    "rmsprop-momentum-centered": lambda o: o.RMSprop(
        learning_rate=0.01, momentum=0.9, centered=True
    ),
    "rmsprop-weight_decay": lambda o: o.RMSprop(learning_rate=0.01, weight_decay=0.05),
    "adam-default": lambda o: o.Adam(),
    "adam-learning_rate": lambda o: o.Adam(learning_rate=0.05),
    "adam-betas": lambda o: o.Adam(learning_rate=0.05, beta_1=0.8, beta_2=0.9),
    "adam-amsgrad": lambda o: o.Adam(learning_rate=0.05, beta_2=0.5, amsgrad=True),
    "adam-weight_decay": lambda o: o.Adam(learning_rate=0.05, weight_decay=0.05),
    "adam-epsilon": lambda o: o.Adam(learning_rate=0.05, epsilon=0.1),
    "adam-clipnorm": lambda o: o.Adam(learning_rate=0.05, clipnorm=0.5),
    "adam-clipvalue": lambda o: o.Adam(learning_rate=0.05, clipvalue=0.2),
    "adam-global_clipnorm": lambda o: o.Adam(learning_rate=0.05, global_clipnorm=0.7),
    "adamw-default": lambda o: o.AdamW(),
    "adamw-weight_decay": lambda o: o.AdamW(learning_rate=0.05, weight_decay=0.1),
    "adamw-amsgrad": lambda o: o.AdamW(learning_rate=0.05, beta_2=0.5, amsgrad=True),
}


def write(archive):
    for name, make in CASES.items():
        keras.backend.clear_session()  # or optimizers would be named adam_1, adam_2, ...
        record(archive, name, make(keras.optimizers))


def record(archive, name, optimizer):
    random = random_for(name)
    variables = [
        keras.Variable(random.standard_normal(shape).astype(np.float32), name=f"variable{index}")
        for index, shape in enumerate(SHAPES)
    ]
    arrays = {f"variable.{i}.initial": v.numpy() for i, v in enumerate(variables)}
    optimizer.build(variables)
    slots = slot_variables(optimizer)
    series = {}
    for step in range(STEPS):
        gradients = [gradient(random, step, shape) for shape in SHAPES]
        optimizer.apply([tf.constant(g) for g in gradients], variables)
        for index, variable in enumerate(variables):
            series.setdefault(f"gradient.{index}", []).append(gradients[index])
            series.setdefault(f"variable.{index}", []).append(variable.numpy())
            for slot, values in slots.items():
                series.setdefault(f"{slot}.{index}", []).append(values[index].numpy())
    arrays |= {key: np.stack(values) for key, values in series.items()}
    properties = {
        "class": type(optimizer).__name__,
        "steps": STEPS,
        "variables": len(variables),
        "slots": list(slots),
        "slot_order": [v.path.removeprefix(optimizer.name + "/") for v in optimizer.variables],
        "config": optimizer.get_config(),
    }
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(optimizer))


def gradient(random, step, shape):
    """Gradients of one scale at first, then a burst, then small ones with exact zeros."""
    scale = (1.0, 0.7, 4.0, 0.3, 0.05, 1.0)[step]
    values = (scale * random.standard_normal(shape)).astype(np.float32)
    if step == 4:
        values.flat[0] = 0.0
    return values


def slot_variables(optimizer):
    """Slot name to one variable per trained variable, in Keras's order of creation."""
    slots = {}
    for variable in optimizer.variables:
        if "variable" not in variable.name:
            continue
        index, _, slot = variable.name.removeprefix("variable").partition("_")
        slots.setdefault(slot, {})[int(index)] = variable
    for slot, values in slots.items():
        if sorted(values) != list(range(len(SHAPES))):
            raise AssertionError(f"{slot}: {sorted(values)}")
    return slots
