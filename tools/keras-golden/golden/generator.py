"""Cases of the weight generator itself, so that another language's copy is tested bit by bit."""

import numpy as np

from golden import hashing

CASES = [
    (20, 0, (3, 3, 1, 32)),
    (23, 6, (3, 3, 2, 5)),
    (0, 1, (7, 11)),
    (2**31 - 1, 123, (1, 1)),
    (23, 12, (311, 3)),
]


def write(archive):
    for seed, stream, shape in CASES:
        limit = hashing.glorot_limit(shape)
        size = int(np.prod(shape))
        arrays = {
            "hashes": hashing.hashes(seed, stream, size).astype(np.int64),
            "values": hashing.uniform(seed, stream, shape, limit),
            "limit": limit,
            "indices": hashing.sample_indices(seed, stream, size, 16),
        }
        properties = {"seed": seed, "stream": stream, "shape": shape}
        archive.add(f"seed{seed}-stream{stream}-{'x'.join(map(str, shape))}", properties, arrays)
