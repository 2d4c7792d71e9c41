"""Weights that any language reproduces bit for bit: a 32-bit hash, exact steps, one rounding."""

import numpy as np

GOLDEN_RATIO = 0x9E3779B9
MASK = 0xFFFFFFFF


def mix(value):
    """The finalizer of MurmurHash3 on uint32 arrays: a bijection with good avalanche."""
    value = np.asarray(value, dtype=np.uint64) & MASK
    value ^= value >> np.uint64(16)
    value = (value * np.uint64(0x85EBCA6B)) & MASK
    value ^= value >> np.uint64(13)
    value = (value * np.uint64(0xC2B2AE35)) & MASK
    value ^= value >> np.uint64(16)
    return value


def hashes(seed, stream, count):
    """`count` uint32 hashes of (seed, stream, index), the index running from 0."""
    key = mix((seed * GOLDEN_RATIO + int(mix(stream))) & MASK)
    index = np.arange(count, dtype=np.uint64)
    return mix((key + index * np.uint64(GOLDEN_RATIO)) & MASK)


def uniform(seed, stream, shape, limit):
    """float32 values in (-limit, limit): the README of this folder has the formula."""
    top = (hashes(seed, stream, int(np.prod(shape))) >> np.uint64(8)).astype(np.int64)
    odd = (2 * top + 1 - (1 << 24)).astype(np.float32)
    return ((odd / np.float32(1 << 24)) * np.float32(limit)).reshape(shape)


def glorot_limit(shape):
    """Keras's GlorotUniform bound for a Dense or Conv2D kernel, as float32."""
    receptive = int(np.prod(shape[:-2]))
    fan_in, fan_out = shape[-2] * receptive, shape[-1] * receptive
    return np.float32(np.sqrt(6.0 / (fan_in + fan_out)))


def sample_indices(seed, stream, size, count):
    """`count` flat indices into a tensor of `size` elements, or all of them if it is that small."""
    if size <= count:
        return np.arange(size, dtype=np.int32)
    return np.sort(hashes(seed, stream, count) % np.uint64(size)).astype(np.int32)
