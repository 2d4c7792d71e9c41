"""Makes the NumPy files beside it: python3 make.py (any NumPy from 1.20 on)."""

import numpy as np
from numpy.lib import format as npy

TYPES = ["?", "u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]


def write(name, array, version=(1, 0), **kwargs):
    with open(name + ".npy", "wb") as file:
        npy.write_array(file, array, version=version, **kwargs)


for letter in TYPES:
    for order, word in (("<", "little"), (">", "big")):
        dtype = np.dtype(letter).newbyteorder(order)
        array = np.array([[0, 1, 2], [100, 5, 1]]).astype(dtype)
        if letter[0] in "if":
            array[1, 1] = -7
        if letter[0] == "f":
            array[0, 1] = 0.5
        write(f"{np.dtype(letter).name}-{word}", array)

write("version-2", np.arange(6, dtype="<f4").reshape(1, 2, 3), version=(2, 0))
write("version-3", np.arange(6, dtype="<f4").reshape(1, 2, 3), version=(3, 0))
write("scalar", np.array(2.5))
write("vector", np.arange(3, dtype="<i8"))
write("empty", np.zeros((0, 4), "<f4"))
write("fortran", np.asfortranarray(np.arange(6, dtype="<f4").reshape(2, 3)))
write("object", np.array([{}, None], dtype=object), allow_pickle=True)
write("complex", np.zeros(2, "<c8"))
write("fields", np.zeros(2, [("a", "<f4"), ("b", "<i4")]))
write("half", np.array([0, -0.0, 1, -2.5, 65504, 6e-8, 6.1e-5, np.inf, -np.inf], "<f2"))
