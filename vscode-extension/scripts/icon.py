"""Draws media/icon.png: three layers that grow narrower, and a Σ below them. Needs nothing but Python."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

SIZE = 256
GROUND, LAYERS, SUM = (24, 42, 66), ((94, 196, 182), (140, 214, 160), (236, 200, 96)), (240, 244, 248)
Box = tuple[float, float, float, float]  # left, top, right, bottom
BARS: tuple[Box, ...] = ((44, 40, 212, 72), (68, 88, 188, 120), (92, 136, 164, 168))
SIGMA = ((100, 184), (156, 184), (156, 194), (118, 194), (134, 208), (118, 222), (156, 222), (156, 232), (100, 232),
         (100, 226), (119, 208), (100, 190))  # fmt: skip
SAMPLES = (0.125, 0.375, 0.625, 0.875)  # of a pixel, in both directions: smooth edges


def colour(x: float, y: float) -> tuple[int, int, int, int]:
    """Give the colour of a point, with its opacity."""
    if not in_box(x, y, (0, 0, SIZE, SIZE), 52):
        return (0, 0, 0, 0)
    for box, paint in zip(BARS, LAYERS, strict=True):
        if in_box(x, y, box, 10):
            return (*paint, 255)
    return (*(SUM if in_polygon(x, y) else GROUND), 255)


def in_box(x: float, y: float, box: Box, radius: float) -> bool:
    """Tell whether a point lies in a box with round corners."""
    left, top, right, bottom = box
    dx = max(left + radius - x, 0, x - (right - radius))
    dy = max(top + radius - y, 0, y - (bottom - radius))
    return dx * dx + dy * dy <= radius * radius


def in_polygon(x: float, y: float) -> bool:
    """Tell whether a point lies in the Σ, by counting the edges to its right."""
    inside = False
    for (x1, y1), (x2, y2) in zip(SIGMA, (*SIGMA[1:], SIGMA[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def pixel(column: int, row: int) -> bytes:
    """Mix the colours of the points in a pixel."""
    points = [colour(column + dx, row + dy) for dx in SAMPLES for dy in SAMPLES]
    opacity = sum(point[3] for point in points)
    if opacity == 0:
        return bytes(4)
    mixed = [sum(point[part] * point[3] for point in points) // opacity for part in range(3)]
    return bytes((*mixed, opacity // len(points)))


def png(rows: list[bytes]) -> bytes:
    """Write rows of RGBA pixels as a PNG file."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


if __name__ == "__main__":
    drawn = png([b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE)])
    (Path(__file__).resolve().parents[1] / "media" / "icon.png").write_bytes(drawn)
