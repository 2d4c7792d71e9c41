"""What Keras on JAX makes of NaN, infinities and -0: the table that the reference engine is tested with.

    KERAS_BACKEND=jax python make_special_values.py > \
        ../../testkit/src/test/resources/dev/lamina/testkit/special-values.txt

A line for each case: the op, its numbers, and the result.
"""

import numpy as np
from keras import activations, ops

NUMBERS = [np.nan, np.inf, -np.inf, -0.0, 0.0, 1.5, -1.5, 120.0, -120.0]
UNARY = {
    "RELU": activations.relu,
    "RELU 0.2": lambda x: activations.leaky_relu(x, negative_slope=0.2),
    "ELU 1": activations.elu,
    "SIGMOID": activations.sigmoid,
    "TANH": activations.tanh,
    "SILU": activations.silu,
    "SOFTPLUS": activations.softplus,
    "EXP": activations.exponential,
    "GELU_ERF": lambda x: activations.gelu(x, approximate=False),
    "GELU_TANH": lambda x: activations.gelu(x, approximate=True),
    "CLIP 0 6": activations.relu6,
    "ABS": ops.absolute,
    "SQUARE": ops.square,
    "SQRT": ops.sqrt,
    "LOG": ops.log,
}
BINARY = {
    "ADD": ops.add,
    "MULTIPLY": ops.multiply,
    "DIVIDE": ops.divide,
    "MAXIMUM": ops.maximum,
    "MINIMUM": ops.minimum,
    "EQUAL": ops.equal,
    "GREATER": ops.greater,
    "GREATER_EQUAL": ops.greater_equal,
}
ROWS = [
    [1.0, np.nan, 2.0],
    [np.nan, np.nan, np.nan],
    [1.0, np.inf, 2.0],
    [np.inf, np.inf, 0.0],
    [1.0, -np.inf, 2.0],
    [-np.inf, -np.inf, -np.inf],
    [-0.0, 0.0, -1.0],
    [np.inf, np.nan, -np.inf],
]


def text(values):
    names = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
    return " ".join(names.get(str(v), repr(float(v))) for v in np.ravel(np.asarray(values, "float32")))


def line(op, numbers, result):
    print(op, "|", text(numbers), "|", text(result))


def tensor(values):
    return ops.convert_to_tensor(np.asarray(values, "float32"))


for name, function in UNARY.items():
    for x in NUMBERS:
        line(name, [x], function(tensor([x])))
for name, function in BINARY.items():
    for a in NUMBERS[:7]:
        for b in NUMBERS[:7]:
            line(name, [a, b], function(tensor([a]), tensor([b])))
for row in ROWS:
    line("SOFTMAX", row, ops.softmax(tensor([row])))
    line("LOG_SOFTMAX", row, ops.log_softmax(tensor([row])))
    line("MAX", row, ops.max(tensor(row)))
    line("SUM", row, ops.sum(tensor(row)))
    if 0.0 not in row:  # JAX takes 0 for larger than -0, NumPy for equal
        line("ARG_MAX", row, ops.argmax(tensor(row)))
    line("MAX_POOL", row, ops.max_pool(tensor(row).reshape(1, 1, 3, 1), (1, 3), (1, 1)))
    line("AVERAGE_POOL", row, ops.average_pool(tensor(row).reshape(1, 1, 3, 1), (1, 3), (1, 1)))
    for label in range(3):
        top = ops.in_top_k(np.asarray([label], "int32"), tensor([row]), 1)
        line(f"IN_TOP_1 {label}", row, top)
