"""The golden file: a zip of cases, each a folder of .npy arrays, properties and Keras's JSON."""

import io
import json
import zipfile
import zlib

import numpy as np

# Zip entries carry a date; a fixed one keeps remade files byte-identical.
EPOCH = (1980, 1, 1, 0, 0, 0)

DTYPES = ("<f4", "<f8", "<i4", "<i8", "|u1")


def random_for(name):
    """A generator seeded by a case's name, so that adding cases never changes the others."""
    return np.random.default_rng(zlib.crc32(name.encode("utf-8")))


class Archive:
    """Writes cases to one zip, in the order in which they are added.

    `kept` maps names of cases to arrays that are written in place of those that are given.
    """

    def __init__(self, path, kept=None):
        self._kept = kept or {}
        self._zip = zipfile.ZipFile(path, "w")
        self._names = set()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._zip.close()

    def __len__(self):
        return len(self._names)

    def kept(self, name):
        """The arrays that are kept for this case, so that they need not be computed; or None."""
        return self._kept.get(name)

    def add(self, name, properties, arrays, keras_json=None):
        """Adds one case; `properties` may nest dicts and lists, `arrays` maps names to arrays."""
        if name in self._names:
            raise ValueError(f"two cases are named {name!r}")
        if "/" in name:
            raise ValueError(f"{name!r}: a case name is one path segment")
        self._names.add(name)
        self._write(f"{name}/case.properties", properties_text(properties).encode("ascii"))
        if keras_json is not None:
            text = json.dumps(keras_json, indent=None, sort_keys=True)
            self._write(f"{name}/keras.json", text.encode("utf-8"))
        kept = self._kept.get(name, arrays)
        if {k: np.shape(v) for k, v in kept.items()} != {k: np.shape(v) for k, v in arrays.items()}:
            raise ValueError(f"{name}: has other arrays than the file that is kept")
        for key in arrays:
            self._write(f"{name}/{key}.npy", npy_bytes(kept[key]))

    def _write(self, path, data):
        entry = zipfile.ZipInfo(path, EPOCH)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        self._zip.writestr(entry, data, compresslevel=9)


def npy_bytes(value):
    # Not ascontiguousarray: it would turn a scalar into an array of one element.
    array = np.asarray(value, order="C")
    if array.dtype.str not in DTYPES:
        raise TypeError(f"dtype {array.dtype.str} is not one of {DTYPES}")
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=(1, 0), allow_pickle=False)
    return buffer.getvalue()


def properties_text(properties):
    """java.util.Properties text: dotted keys for nested dicts, commas in sequences, no None."""
    lines = []
    for key, value in sorted(flatten("", properties)):
        lines.append(f"{key}={value}\n")
    return "".join(lines)


def flatten(prefix, value):
    if isinstance(value, dict):
        for key, child in value.items():
            yield from flatten(f"{prefix}.{key}" if prefix else key, child)
    elif value is not None:
        yield prefix, scalar_text(value)


def scalar_text(value):
    if isinstance(value, (list, tuple)):
        return ",".join("None" if item is None else scalar_text(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, str):
        plain = value.isprintable() and value.isascii() and value == value.strip()
        if not plain or "\\" in value:
            raise ValueError(f"{value!r} would need escapes in a properties file")
        return value
    raise TypeError(f"{value!r} has no properties form")


def read(path):
    """Case name to (properties, arrays, Keras's JSON or None), in the file's order."""
    cases = {}
    with zipfile.ZipFile(path) as file:
        for entry in file.namelist():
            name, _, part = entry.partition("/")
            properties, arrays, extra = cases.setdefault(name, ({}, {}, {}))
            if part == "case.properties":
                lines = file.read(entry).decode("ascii").splitlines()
                properties.update(line.split("=", 1) for line in lines)
            elif part == "keras.json":
                extra["json"] = json.loads(file.read(entry))
            else:
                arrays[part.removesuffix(".npy")] = np.load(io.BytesIO(file.read(entry)))
    return {name: (p, a, extra.get("json")) for name, (p, a, extra) in cases.items()}
