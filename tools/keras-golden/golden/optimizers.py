"""Optimizer cases: variables and slots after each of several steps with given gradients."""

import keras
import numpy as np

from golden.archive import random_for

FIRST_CASES = 29  # these do six steps, all others ten
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
    "adadelta-default": lambda o: o.Adadelta(),
    "adadelta-learning_rate": lambda o: o.Adadelta(learning_rate=1.0),
    "adadelta-rho": lambda o: o.Adadelta(learning_rate=1.0, rho=0.5),
    "adadelta-epsilon": lambda o: o.Adadelta(learning_rate=1.0, epsilon=0.01),
    "adadelta-weight_decay": lambda o: o.Adadelta(learning_rate=1.0, weight_decay=0.05),
    "adadelta-clipnorm": lambda o: o.Adadelta(learning_rate=1.0, clipnorm=0.5),
    "adagrad-default": lambda o: o.Adagrad(),
    "adagrad-learning_rate": lambda o: o.Adagrad(learning_rate=0.3),
    "adagrad-initial": lambda o: o.Adagrad(learning_rate=0.3, initial_accumulator_value=0.0),
    "adagrad-epsilon": lambda o: o.Adagrad(learning_rate=0.3, epsilon=0.1),
    "adagrad-weight_decay": lambda o: o.Adagrad(learning_rate=0.3, weight_decay=0.05),
    "adamax-default": lambda o: o.Adamax(),
    "adamax-learning_rate": lambda o: o.Adamax(learning_rate=0.1),
    "adamax-betas": lambda o: o.Adamax(learning_rate=0.1, beta_1=0.6, beta_2=0.8),
    "adamax-epsilon": lambda o: o.Adamax(learning_rate=0.1, epsilon=0.1),
    "adamax-weight_decay": lambda o: o.Adamax(learning_rate=0.1, weight_decay=0.05),
    "nadam-default": lambda o: o.Nadam(),
    "nadam-learning_rate": lambda o: o.Nadam(learning_rate=0.1),
    "nadam-betas": lambda o: o.Nadam(learning_rate=0.1, beta_1=0.6, beta_2=0.8),
    "nadam-epsilon": lambda o: o.Nadam(learning_rate=0.1, epsilon=0.1),
    "nadam-weight_decay": lambda o: o.Nadam(learning_rate=0.1, weight_decay=0.05),
    "nadam-gradient_accumulation": lambda o: o.Nadam(
        learning_rate=0.1, gradient_accumulation_steps=3
    ),
    "ftrl-default": lambda o: o.Ftrl(),
    "ftrl-learning_rate": lambda o: o.Ftrl(learning_rate=0.3),
    "ftrl-power": lambda o: o.Ftrl(learning_rate=0.3, learning_rate_power=-0.8),
    "ftrl-power0": lambda o: o.Ftrl(learning_rate=0.3, learning_rate_power=0.0),
    "ftrl-initial": lambda o: o.Ftrl(learning_rate=0.3, initial_accumulator_value=2.0),
    "ftrl-l1": lambda o: o.Ftrl(learning_rate=0.3, l1_regularization_strength=0.5),
    "ftrl-l2": lambda o: o.Ftrl(learning_rate=0.3, l2_regularization_strength=0.5),
    "ftrl-shrinkage": lambda o: o.Ftrl(
        learning_rate=0.3, l2_shrinkage_regularization_strength=0.5
    ),
    "ftrl-beta": lambda o: o.Ftrl(learning_rate=0.3, beta=0.7),
    "ftrl-all": lambda o: o.Ftrl(
        learning_rate=0.3,
        learning_rate_power=-0.6,
        initial_accumulator_value=0.3,
        l1_regularization_strength=0.1,
        l2_regularization_strength=0.2,
        l2_shrinkage_regularization_strength=0.3,
        beta=0.4,
        weight_decay=0.05,
    ),
    "lion-default": lambda o: o.Lion(),
    "lion-learning_rate": lambda o: o.Lion(learning_rate=0.1),
    "lion-betas": lambda o: o.Lion(learning_rate=0.1, beta_1=0.5, beta_2=0.7),
    "lion-weight_decay": lambda o: o.Lion(learning_rate=0.1, weight_decay=0.05),
    "lamb-default": lambda o: o.Lamb(),
    "lamb-learning_rate": lambda o: o.Lamb(learning_rate=0.1),
    "lamb-betas": lambda o: o.Lamb(learning_rate=0.1, beta_1=0.6, beta_2=0.8),
    "lamb-epsilon": lambda o: o.Lamb(learning_rate=0.1, epsilon=0.1),
    "lamb-weight_decay": lambda o: o.Lamb(learning_rate=0.1, weight_decay=0.05),
    "adafactor-default": lambda o: o.Adafactor(),
    "adafactor-learning_rate": lambda o: o.Adafactor(learning_rate=0.5),
    "adafactor-beta_2_decay": lambda o: o.Adafactor(learning_rate=0.5, beta_2_decay=-0.3),
    "adafactor-epsilons": lambda o: o.Adafactor(learning_rate=0.5, epsilon_1=0.1, epsilon_2=0.9),
    "adafactor-clip_threshold": lambda o: o.Adafactor(learning_rate=0.5, clip_threshold=0.5),
    "adafactor-not_relative": lambda o: o.Adafactor(learning_rate=0.5, relative_step=False),
    "adafactor-weight_decay": lambda o: o.Adafactor(learning_rate=0.5, weight_decay=0.05),
    "muon-default": lambda o: o.Muon(),
    "muon-learning_rate": lambda o: o.Muon(learning_rate=0.3, adam_lr_ratio=0.5),
    "muon-momentum": lambda o: o.Muon(learning_rate=0.3, momentum=0.6, nesterov=False),
    "muon-weight_decay": lambda o: o.Muon(
        learning_rate=0.3, weight_decay=0.1, adam_weight_decay=0.02
    ),
    "muon-adam": lambda o: o.Muon(
        learning_rate=0.3, adam_beta_1=0.6, adam_beta_2=0.8, epsilon=0.01
    ),
    "muon-iteration": lambda o: o.Muon(
        learning_rate=0.3, muon_a=3.0, muon_b=-3.2, muon_c=1.2, ns_steps=3, rms_rate=0.5
    ),
    "muon-excluded_layers": lambda o: o.Muon(learning_rate=0.3, exclude_layers=["variable.*1"]),
    "sgd-ema": lambda o: o.SGD(learning_rate=0.1, use_ema=True, ema_momentum=0.7),
    "sgd-ema-overwrite": lambda o: o.SGD(
        learning_rate=0.1, momentum=0.9, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=3
    ),
    "adam-ema-gradient_accumulation": lambda o: o.Adam(
        learning_rate=0.05,
        use_ema=True,
        ema_momentum=0.7,
        ema_overwrite_frequency=2,
        gradient_accumulation_steps=2,
    ),
    "sgd-gradient_accumulation": lambda o: o.SGD(
        learning_rate=0.1, gradient_accumulation_steps=2
    ),
    "sgd-gradient_accumulation-clipnorm": lambda o: o.SGD(
        learning_rate=0.1,
        momentum=0.9,
        clipnorm=0.5,
        weight_decay=0.05,
        gradient_accumulation_steps=3,
    ),
    "adam-gradient_accumulation": lambda o: o.Adam(
        learning_rate=0.05, gradient_accumulation_steps=4
    ),
    "rmsprop-gradient_accumulation": lambda o: o.RMSprop(
        learning_rate=0.05, momentum=0.5, centered=True, gradient_accumulation_steps=2
    ),
    "sgd-exponential_decay": lambda o: o.SGD(
        o.schedules.ExponentialDecay(0.5, decay_steps=3, decay_rate=0.5)
    ),
    "adam-piecewise_constant": lambda o: o.Adam(
        o.schedules.PiecewiseConstantDecay([2, 5], [0.2, 0.1, 0.03]), weight_decay=0.05
    ),
    "adamw-cosine_decay": lambda o: o.AdamW(
        o.schedules.CosineDecay(0.0, decay_steps=6, warmup_target=0.2, warmup_steps=3)
    ),
    "adafactor-polynomial_decay": lambda o: o.Adafactor(
        o.schedules.PolynomialDecay(0.5, decay_steps=8)
    ),
    "sgd-gradient_accumulation-schedule": lambda o: o.SGD(
        o.schedules.InverseTimeDecay(0.5, decay_steps=2, decay_rate=0.5),
        gradient_accumulation_steps=2,
    ),
    "adamw-excluded": lambda o: excluding(o.AdamW(learning_rate=0.05, weight_decay=0.5)),
    "lion-excluded": lambda o: excluding(o.Lion(learning_rate=0.05, weight_decay=0.5)),
    "sgd-constraint": lambda o: o.SGD(learning_rate=0.1, momentum=0.9),
    "adam-ema-constraint": lambda o: o.Adam(
        learning_rate=0.1, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=3
    ),
}

EXCLUDED = 1  # the variable that does not decay


def excluding(optimizer):
    optimizer.exclude_from_weight_decay(var_names=[f"variable{EXCLUDED}"])
    return optimizer


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
    constraint = "NonNeg" if name.endswith("-constraint") else None
    for variable in variables:
        variable.constraint = keras.constraints.get(constraint)
    steps = 6 if list(CASES).index(name) < FIRST_CASES else 10
    arrays = {f"variable.{i}.initial": np.asarray(v) for i, v in enumerate(variables)}
    optimizer.build(variables)
    slots = slot_variables(optimizer)
    series = {}
    for step in range(steps):
        gradients = [gradient(random, step, shape) for shape in SHAPES]
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in gradients], variables)
        for index, variable in enumerate(variables):
            series.setdefault(f"gradient.{index}", []).append(gradients[index])
            series.setdefault(f"variable.{index}", []).append(np.asarray(variable))
            for slot, values in slots.items():
                slot_value = np.asarray(values.get(index, 0), dtype=np.float32)
                series.setdefault(f"{slot}.{index}", []).append(slot_value)
    arrays |= {key: np.stack(values) for key, values in series.items()}
    properties = {
        "class": type(optimizer).__name__,
        "steps": steps,
        "variables": len(variables),
        "slots": list(slots),
        "slot_order": [v.path.removeprefix(optimizer.name + "/") for v in optimizer.variables],
        "config": config_of(optimizer),
        "excluded": EXCLUDED if name.endswith("-excluded") else None,
        "constraint": constraint,
    }
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(optimizer))


def config_of(optimizer):
    config = optimizer.get_config()
    if isinstance(config["learning_rate"], dict):
        config["learning_rate"] = config["learning_rate"]["class_name"]
    return config


def gradient(random, step, shape):
    """Gradients of one scale at first, then a burst, then small ones with exact zeros."""
    scale = (1.0, 0.7, 4.0, 0.3, 0.05, 1.0, 2.0, 0.5, 0.01, 1.0)[step]
    values = (scale * random.standard_normal(shape)).astype(np.float32)
    if step == 4:
        values.flat[0] = 0.0
    return values


def slot_variables(optimizer):
    """Slot name to one variable per trained variable, in Keras's order of creation."""
    slots = {}
    if isinstance(optimizer, keras.optimizers.Adafactor):
        slots["rows"] = dict(enumerate(optimizer._r))
        slots["columns"] = dict(enumerate(optimizer._c))
        slots["velocity"] = dict(enumerate(optimizer._v))
        return slots
    if isinstance(optimizer, keras.optimizers.Muon):
        slots["momentum"] = dict(enumerate(optimizer.momentums))
        slots["velocity"] = {
            i: v for i, v in enumerate(optimizer.adam_velocities) if v is not None
        }
        return slots
    for variable in optimizer.variables:
        if not variable.name.startswith("variable") or variable is product_of(optimizer):
            continue
        index, _, slot = variable.name.removeprefix("variable").partition("_")
        slots.setdefault(slot, {})[int(index)] = variable
    for slot, values in slots.items():
        if sorted(values) != list(range(len(SHAPES))):
            raise AssertionError(f"{slot}: {sorted(values)}")
    return slots


def product_of(optimizer):
    """Nadam's one variable that belongs to no weight."""
    return getattr(optimizer, "_u_product", None)
