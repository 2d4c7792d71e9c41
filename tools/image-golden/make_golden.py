"""Writes small image files of every kind, and the pixels that Pillow reads from them."""

import io
import pathlib
import struct
import zlib

import cv2
import numpy as np
from PIL import Image, ImageFilter, ImageOps

HEIGHT, WIDTH = 19, 29
HERE = pathlib.Path(__file__).parent


# ---------------------------------------------------------------- what is in the pictures


def picture():
    """Gradients with saturated blocks: height x width x 3, uint8."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    image = np.stack(
        [255 * x / (WIDTH - 1), 255 * y / (HEIGHT - 1), 255 - 127 * (x + y) / (HEIGHT + WIDTH - 2)],
        axis=-1,
    )
    image[3:9, 4:11] = (250, 5, 30)
    image[8:15, 13:20] = (10, 200, 40)
    image[11:18, 21:27] = (20, 30, 240)
    return np.round(image).astype(np.uint8)


def gray_picture():
    return np.asarray(Image.fromarray(picture()).convert("L"))


def palette_picture(colours):
    """Indices below `colours`, and a palette for them."""
    indices = (np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) // 5 % colours).astype(np.uint8)
    steps = np.arange(colours)
    palette = np.stack([steps * 37 % 256, 255 - steps * 11 % 256, steps * 101 % 256], axis=-1)
    return indices, palette.astype(np.uint8)


def icc_profile(space, gamma, red=None, green=None, blue=None):
    """A minimal version 2 profile: matrix and curve for RGB, a curve for gray."""

    def xyz(values):
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    white = (0.9642, 1.0, 0.8249)
    text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + bytes(78 + 1)
    tags = [(b"desc", text), (b"cprt", b"text\0\0\0\0none\0\0\0\0"), (b"wtpt", xyz(white))]
    if space == b"GRAY":
        tags += [(b"kTRC", curve)]
    else:
        tags += [(b"rXYZ", xyz(red)), (b"gXYZ", xyz(green)), (b"bXYZ", xyz(blue))]
        tags += [(b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve)]
    at = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, content in tags:
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", at + len(data), len(content))
        data += content
    body = table + data
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sIIIQI3i44x",
        128 + len(body), b"none", 0x02100000, b"mntr", space, b"XYZ ", 2026, 1, 1, 0, 0, 0,
        b"acsp", b"\0\0\0\0", 0, 0, 0, 0, 0, *(round(v * 65536) for v in white),
    )
    return header + body


def wide_profile():
    """The primaries of Adobe RGB (1998), adapted to D50."""
    return icc_profile(
        b"RGB ", 2.2, (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)
    )


# ---------------------------------------------------------------- PNG


def png_chunk(kind, data=b""):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_rows(samples, bits):
    """Rows of samples (height x width x channels) packed to bits, each behind filter type 0."""
    rows = b""
    for row in samples.reshape(samples.shape[0], -1):
        if bits == 16:
            packed = row.astype(">u2").tobytes()
        elif bits == 8:
            packed = row.astype(np.uint8).tobytes()
        else:
            each = ((row[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
            packed = np.packbits(each.reshape(-1)).tobytes()
        rows += b"\0" + packed
    return rows


def png(samples, bits, colour_type, chunks=(), interlaced=False):
    samples = np.asarray(samples)
    if samples.ndim == 2:
        samples = samples[:, :, None]
    height, width = samples.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, interlaced)
    data = b""
    if interlaced:
        for x, y, dx, dy in [
            (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
        ]:
            part = samples[y::dy, x::dx]
            if part.size:
                data += png_rows(part, bits)
    else:
        data = png_rows(samples, bits)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + b"".join(png_chunk(kind, content) for kind, content in chunks)
        + png_chunk(b"IDAT", zlib.compress(data, 9))
        + png_chunk(b"IEND")
    )


def png_files():
    rgb, gray = picture(), gray_picture()
    deep = rgb.astype(np.uint16) * 257 - np.arange(HEIGHT * WIDTH * 3).reshape(rgb.shape) % 200
    deep = np.clip(deep.astype(np.int64), 0, 65535).astype(np.uint16)
    gray16 = deep[:, :, 1]
    alpha = (np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) % 256).astype(np.uint8)
    for bits in (1, 2, 4):
        yield f"gray-{bits}.png", png(gray >> (8 - bits), bits, 0)
    yield "gray-8.png", png(gray, 8, 0)
    yield "gray-16.png", png(gray16, 16, 0)
    yield "gray-16-interlaced.png", png(gray16, 16, 0, interlaced=True)
    yield "gray-8-transparent.png", png(gray, 8, 0, [(b"tRNS", struct.pack(">H", int(gray[5, 5])))])
    yield "gray-2-transparent.png", png(gray >> 6, 2, 0, [(b"tRNS", struct.pack(">H", 1))])
    yield "gray-alpha-8.png", png(np.stack([gray, alpha], -1), 8, 4)
    yield "gray-alpha-16.png", png(np.stack([gray16, alpha.astype(np.uint16) * 257], -1), 16, 4)
    curve = b"gray\0\0" + zlib.compress(icc_profile(b"GRAY", 1.0))
    yield "gray-8-profile.png", png(gray, 8, 0, [(b"iCCP", curve)])
    yield "gray-8-gamma.png", png(gray, 8, 0, [(b"gAMA", struct.pack(">I", 100000))])
    yield "rgb-8.png", png(rgb, 8, 2)
    yield "rgb-8-interlaced.png", png(rgb, 8, 2, interlaced=True)
    yield "rgb-8-transparent.png", png(rgb, 8, 2, [(b"tRNS", struct.pack(">HHH", 250, 5, 30))])
    yield "rgb-8-gamma.png", png(rgb, 8, 2, [(b"gAMA", struct.pack(">I", 100000))])
    yield "rgb-8-profile.png", png(rgb, 8, 2, [(b"iCCP", b"wide\0\0" + zlib.compress(wide_profile()))])
    yield "rgb-16.png", png(deep, 16, 2)
    yield "rgb-16-profile.png", png(deep, 16, 2, [(b"iCCP", b"wide\0\0" + zlib.compress(wide_profile()))])
    yield "rgba-8.png", png(np.dstack([rgb, alpha]), 8, 6)
    yield "rgba-16.png", png(np.dstack([deep, alpha.astype(np.uint16) * 257]), 16, 6)
    for bits in (1, 2, 4, 8):
        colours = min(1 << bits, 200)
        indices, palette = palette_picture(colours)
        plte = (b"PLTE", palette.tobytes())
        yield f"palette-{bits}.png", png(indices, bits, 3, [plte])
        trns = (b"tRNS", bytes(i * 60 % 256 for i in range(max(1, colours // 2))))
        yield f"palette-{bits}-transparent.png", png(indices, bits, 3, [plte, trns])
    indices, palette = palette_picture(16)
    yield "palette-4-interlaced.png", png(indices, 4, 3, [(b"PLTE", palette.tobytes())], True)


# ---------------------------------------------------------------- JPEG


def jpeg(mode="RGB", pixels=None, **options):
    out = io.BytesIO()
    Image.fromarray(picture() if pixels is None else pixels, mode).save(out, "jpeg", quality=90, **options)
    return out.getvalue()


def segments(data):
    """Marker segments up to the scan's data, and all that follows."""
    at, parts = 2, []
    while data[at + 1] != 0xDA:
        length = struct.unpack(">H", data[at + 2 : at + 4])[0]
        parts.append(data[at : at + 2 + length])
        at += 2 + length
    return parts, data[at:]


def without(data, *markers):
    parts, rest = segments(data)
    return data[:2] + b"".join(p for p in parts if p[1] not in markers) + rest


def with_segment(data, marker, content):
    return data[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + data[2:]


def adobe(transform):
    return b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform)


def with_ids(data, ids):
    """Renames the components, in the frame's and in the scan's header."""
    parts, rest = segments(data)
    rest = bytearray(rest)
    for i, name in enumerate(ids):
        rest[5 + 2 * i] = name
    frames = []
    for part in parts:
        if part[1] in (0xC0, 0xC1, 0xC2):
            part = bytearray(part)
            for i, name in enumerate(ids):
                part[10 + 3 * i] = name
        frames.append(bytes(part))
    return data[:2] + b"".join(frames) + bytes(rest)


def cmyk():
    """Inks from 0 (none) to 255."""
    rgb = picture().astype(np.float64)
    key = 255 - rgb.max(axis=-1)
    white = np.maximum(255 - key, 1)
    inks = [255 * (255 - rgb[:, :, c] - key) / white for c in range(3)]
    return np.clip(np.round(np.dstack([*inks, key * 0.9])), 0, 255).astype(np.uint8)


def jpeg_files():
    rgb = picture()
    for name, factor in [
        ("444", cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
        ("422", cv2.IMWRITE_JPEG_SAMPLING_FACTOR_422),
        ("420", cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420),
        ("411", cv2.IMWRITE_JPEG_SAMPLING_FACTOR_411),
        ("440", cv2.IMWRITE_JPEG_SAMPLING_FACTOR_440),
    ]:
        options = [cv2.IMWRITE_JPEG_QUALITY, 90, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, factor]
        yield f"ycbcr-{name}.jpg", cv2.imencode(".jpg", rgb[:, :, ::-1], options)[1].tobytes()
    yield "ycbcr-420-progressive.jpg", jpeg(subsampling="4:2:0", progressive=True)
    yield "ycbcr-420-restarts.jpg", jpeg(subsampling="4:2:0", restart_marker_blocks=1)
    yield "ycbcr-profile.jpg", jpeg(subsampling="4:4:4", icc_profile=wide_profile())
    yield "ycbcr-broken-profile.jpg", jpeg(subsampling="4:4:4", icc_profile=b"no profile" * 20)
    plain = jpeg(subsampling="4:4:4")
    yield "ycbcr-no-markers.jpg", without(plain, 0xE0)
    yield "ycbcr-exif-only.jpg", with_segment(without(plain, 0xE0), 0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0")
    yield "ycbcr-adobe.jpg", with_segment(without(plain, 0xE0), 0xEE, adobe(1))
    yield "ycbcr-jfif-and-adobe-0.jpg", with_segment(plain, 0xEE, adobe(0))
    yield "ycbcr-ids-0-1-2.jpg", with_ids(without(plain, 0xE0), (0, 1, 2))
    yield "ycbcr-ids-y-c-c.jpg", with_ids(without(plain, 0xE0), b"YCc")
    stored_rgb = jpeg(keep_rgb=True, subsampling="4:4:4")
    yield "rgb-adobe.jpg", stored_rgb
    yield "rgb-ids.jpg", with_ids(without(stored_rgb, 0xE0, 0xEE), b"RGB")
    gray = gray_picture()
    yield "gray.jpg", jpeg("L", gray)
    yield "gray-progressive.jpg", jpeg("L", gray, progressive=True)
    yield "gray-profile.jpg", jpeg("L", gray, icc_profile=icc_profile(b"GRAY", 1.0))
    yield "gray-rgb-profile.jpg", jpeg("L", gray, icc_profile=wide_profile())
    inks = cmyk()
    marked = jpeg("CMYK", inks)  # Pillow inverts and writes Adobe's marker
    yield "cmyk-adobe.jpg", marked
    yield "cmyk-adobe-progressive.jpg", jpeg("CMYK", inks, progressive=True)
    yield "cmyk-adobe-profile.jpg", jpeg("CMYK", inks, icc_profile=icc_profile(b"CMYK", 1.0, *[(0.3,) * 3] * 3))
    # YCCK: the first three of the inverted channels taken for RGB.
    inverted = 255 - inks
    ycc = np.asarray(Image.fromarray(np.ascontiguousarray(inverted[:, :, :3])).convert("YCbCr"))
    stored = np.dstack([ycc, inks[:, :, 3]])
    ycck = jpeg("CMYK", np.ascontiguousarray(np.dstack([255 - ycc[:, :, :3], 255 - inverted[:, :, 3]])))
    yield "ycck-adobe.jpg", with_segment(without(ycck, 0xEE), 0xEE, adobe(2))
    # Without the marker inks are stored as they are; see expected().
    yield "cmyk-plain.jpg", without(jpeg("CMYK", np.ascontiguousarray(255 - inks)), 0xEE)


# ---------------------------------------------------------------- BMP


def bmp(rows, bits, palette=b"", compression=0, masks=b"", top_down=False):
    header = struct.pack(
        "<IiiHHIIiiII", 40, WIDTH, -HEIGHT if top_down else HEIGHT, 1, bits, compression,
        len(rows), 2835, 2835, len(palette) // 4, 0,
    )
    at = 14 + len(header) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", at + len(rows), 0, 0, at) + header + masks + palette + rows


def bmp_rows(values, bits, top_down=False):
    rows = b""
    for row in values if top_down else values[::-1]:
        if bits < 8:
            each = ((row[:, None] >> np.arange(bits - 1, -1, -1)) & 1).astype(np.uint8)
            packed = np.packbits(each.reshape(-1)).tobytes()
        else:
            packed = row.tobytes()
        rows += packed + bytes(-len(packed) % 4)
    return rows


def bmp_run_lengths(indices):
    rows = b""
    for row in indices[::-1]:
        at = 0
        while at < WIDTH:
            run = 1
            while at + run < WIDTH and row[at + run] == row[at]:
                run += 1
            rows += bytes([run, int(row[at])])
            at += run
        rows += b"\0\0"
    return rows + b"\0\1"


def bmp_files():
    rgb = picture()
    bgr = np.ascontiguousarray(rgb[:, :, ::-1])
    for bits in (1, 4, 8):
        indices, palette = palette_picture(min(1 << bits, 200))
        table = np.dstack([palette[None, :, ::-1], np.zeros((1, len(palette), 1), np.uint8)]).tobytes()
        yield f"palette-{bits}.bmp", bmp(bmp_rows(indices, bits), bits, table)
        if bits == 8:
            yield "palette-8-runs.bmp", bmp(bmp_run_lengths(indices), 8, table, 1)
    ramp = b"".join(bytes([i, i, i, 0]) for i in range(256))
    yield "gray-8.bmp", bmp(bmp_rows(gray_picture(), 8), 8, ramp)
    deep = rgb.astype(np.uint16)
    five = (deep[:, :, 0] >> 3) << 10 | (deep[:, :, 1] >> 3) << 5 | deep[:, :, 2] >> 3
    yield "rgb-555.bmp", bmp(bmp_rows(five.astype("<u2"), 16), 16)
    six = (deep[:, :, 0] >> 3) << 11 | (deep[:, :, 1] >> 2) << 5 | deep[:, :, 2] >> 3
    masks = struct.pack("<III", 0xF800, 0x07E0, 0x001F)
    yield "rgb-565.bmp", bmp(bmp_rows(six.astype("<u2"), 16), 16, compression=3, masks=masks)
    yield "rgb-24.bmp", bmp(bmp_rows(bgr, 24), 24)
    yield "rgb-24-top-down.bmp", bmp(bmp_rows(bgr, 24, True), 24, top_down=True)
    four = np.ascontiguousarray(np.dstack([bgr, np.full((HEIGHT, WIDTH, 1), 77, np.uint8)]))
    yield "rgb-32.bmp", bmp(bmp_rows(four, 32), 32)


# ---------------------------------------------------------------- GIF


def gif(image, **options):
    out = io.BytesIO()
    image.save(out, "gif", **options)
    return out.getvalue()


def paletted(colours):
    indices, palette = palette_picture(colours)
    image = Image.fromarray(indices, "P")
    image.putpalette(palette.tobytes())
    return image


def moved_frame(data, left, top):
    """The same GIF whose frame lies in a larger screen."""
    data = bytearray(data)
    data[6:10] = struct.pack("<HH", WIDTH + 7, HEIGHT + 5)
    at = data.index(0x2C, 13 + 3 * (2 << (data[10] & 7)))
    data[at + 1 : at + 5] = struct.pack("<HH", left, top)
    return bytes(data)


def gif_files():
    image = paletted(64)
    yield "palette.gif", gif(image, interlace=0)
    yield "interlaced.gif", gif(image, interlace=1)
    yield "transparent.gif", gif(image, transparency=5)
    yield "gray.gif", gif(Image.fromarray(gray_picture()))
    yield "small-frame.gif", moved_frame(gif(image, interlace=0), 3, 2)
    yield "small-transparent-frame.gif", moved_frame(gif(image, transparency=5), 3, 2)
    other = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    yield "animated.gif", gif(image, save_all=True, append_images=[other], duration=100)


# ---------------------------------------------------------------- orientation


def orientation_files():
    image = Image.fromarray(picture()[3:10, 4:17])
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x010E] = "a tag before it"
        exif[0x0112] = orientation
        for suffix, options in [("jpg", {"quality": 95, "subsampling": "4:4:4"}), ("png", {})]:
            out = io.BytesIO()
            image.save(out, {"jpg": "jpeg"}.get(suffix, suffix), exif=exif.tobytes(), **options)
            yield f"{orientation}.{suffix}", out.getvalue()
    big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    out = io.BytesIO()
    image.save(out, "jpeg", exif=b"Exif\0\0" + big)
    yield "6-big-endian.jpg", out.getvalue()


# ---------------------------------------------------------------- WebP


def webp(image, **options):
    out = io.BytesIO()
    image.save(out, "webp", **options)
    return out.getvalue()


def webp_files():
    image = Image.fromarray(picture())
    alpha = (np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) % 256).astype(np.uint8)
    translucent = Image.fromarray(np.dstack([picture(), alpha]))
    yield "lossless.webp", webp(image, lossless=True)
    yield "lossless-alpha.webp", webp(translucent, lossless=True, exact=True)
    yield "lossless-profile.webp", webp(image, lossless=True, icc_profile=wide_profile())
    yield "lossless-palette.webp", webp(paletted(16).convert("RGB"), lossless=True)
    # Flat inside, as decoders differ in how they interpolate colours between their samples.
    quarters = np.zeros((64, 64, 3), np.uint8)
    quarters[:32, :32], quarters[:32, 32:] = (200, 30, 40), (20, 200, 60)
    quarters[32:, :32], quarters[32:, 32:] = (30, 40, 230), (120, 120, 120)
    flat = Image.fromarray(quarters)
    half = Image.new("L", flat.size, 128)
    yield "lossy.webp", webp(flat, quality=95)
    yield "lossy-alpha.webp", webp(Image.merge("RGBA", [*flat.split(), half]), quality=95, exact=True)
    yield "lossy-profile.webp", webp(flat, quality=95, icc_profile=wide_profile())
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "orientation-6.webp", webp(image, lossless=True, exif=exif)
    yield "animated.webp", webp(image, lossless=True, save_all=True, append_images=[image.rotate(180)])


# ---------------------------------------------------------------- what Pillow reads


def expected(name, data, mode):
    image = Image.open(io.BytesIO(data))
    if image.mode == "I;16":
        # Pillow's own conversion cuts off at 255. The upper byte, as it does with 16-bit RGB.
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    elif name == "cmyk-plain.jpg":
        # Pillow takes the inks for inverted, with Adobe's marker and without.
        image = Image.fromarray(255 - np.asarray(image), "CMYK")
    return np.asarray(image.convert(mode))


def fresh(directory):
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.iterdir():
        old.unlink()
    return directory


def main():
    core = HERE / "../../core/src/test/resources/dev/lamina/datasets"
    out, turned = fresh(core / "golden"), fresh(core / "orientation")
    webp_out = fresh(HERE / "../../webp/src/test/resources/dev/lamina/webp")
    for files in (png_files, jpeg_files, bmp_files, gif_files):
        for name, data in files():
            (out / name).write_bytes(data)
            np.save(out / f"{name}.rgb.npy", expected(name, data, "RGB"))
            np.save(out / f"{name}.gray.npy", expected(name, data, "L"))
    for name, data in orientation_files():
        (turned / name).write_bytes(data)
        upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        np.save(turned / f"{name}.rgb.npy", np.asarray(upright))
    for name, data in webp_files():
        (webp_out / name).write_bytes(data)
        np.save(webp_out / f"{name}.rgb.npy", expected(name, data, "RGB"))
    files = [*out.iterdir(), *turned.iterdir(), *webp_out.iterdir()]
    images = [file for file in files if file.suffix != ".npy"]
    print(f"{len(images)} images, {sum(f.stat().st_size for f in files)} bytes with what Pillow reads")


if __name__ == "__main__":
    main()
