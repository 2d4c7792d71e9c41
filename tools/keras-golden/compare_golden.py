"""Compares two folders of golden files, such as remade ones with those committed."""

import argparse
from pathlib import Path

import numpy as np

from golden.archive import read


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--tolerance", type=float, default=1e-4)
    options = parser.parse_args()
    failed = False
    for path in sorted(options.first.glob("*.zip")):
        other = options.second / path.name
        if other.exists():
            failed |= not compare(path, other, options.tolerance)
    raise SystemExit(1 if failed else 0)


def compare(path, other, tolerance):
    first, second = read(path), read(other)
    messages = [f"{name}: only in one file" for name in first.keys() ^ second.keys()]
    largest = 0.0
    for name in first.keys() & second.keys():
        arrays, others = first[name][1], second[name][1]
        messages += [f"{name}/{key}: only in one file" for key in arrays.keys() ^ others.keys()]
        for key in arrays.keys() & others.keys():
            difference = relative_difference(arrays[key], others[key])
            largest = max(largest, difference)
            if not difference <= tolerance:
                messages.append(f"{name}/{key}: differs by {difference:.2e}")
    same = path.read_bytes() == other.read_bytes()
    print(f"{path.name}: {'same bytes' if same else f'largest difference {largest:.2e}'}")
    for message in sorted(messages):
        print(f"  {message}")
    return not messages


def relative_difference(first, second):
    """The largest difference, relative to the largest value, or absolute where that is under 1."""
    if first.shape != second.shape or first.dtype != second.dtype:
        return float("inf")
    if first.size == 0:
        return 0.0
    first, second = first.astype(np.float64), second.astype(np.float64)
    return float(np.max(np.abs(first - second)) / max(1.0, np.max(np.abs(first))))


if __name__ == "__main__":
    main()
