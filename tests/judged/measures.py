"""Where something is painted, how large, and in what colour."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import pikepdf

from judged.fonts import Box

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Colour: TypeAlias = tuple[float, float, float]

AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)
WHITE: Colour = (1, 1, 1)


def times(one: Matrix, two: Matrix) -> Matrix:
    """Give the matrix that does one and then two."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def bounds(points: Sequence[tuple[float, float]], matrix: Matrix = AS_IT_IS) -> Box:
    """Give the box of these points once the matrix has moved them."""
    a, b, c, d, e, f = matrix
    across = [x * a + y * c + e for x, y in points]
    up = [x * b + y * d + f for x, y in points]
    return Box(min(across), min(up), max(across), max(up))


def corners(box: Sequence[float]) -> list[tuple[float, float]]:
    """List the four corners of a box."""
    x0, y0, x1, y1 = (float(side) for side in box)
    return [(x0, y0), (x1, y0), (x0, y1), (x1, y1)]


def numbers(operands: Any) -> Matrix:
    """Read a matrix."""
    a, b, c, d, e, f = (float(operand) for operand in operands)
    return a, b, c, d, e, f


def path_points(path: Sequence[tuple[Any, bool]]) -> Iterator[tuple[float, float]]:
    """List the points of a path: the operands of each stroke in pairs, or the corners of a rectangle."""
    for operands, rectangle in path:
        if rectangle:
            yield from corners(operands)
        else:
            yield from ((float(x), float(y)) for x, y in zip(operands[::2], operands[1::2], strict=True))


def moved(start: Sequence[float], pen: float, a: float, b: float, unit: float) -> tuple[float, float]:
    """Give the place of a pen that went on along a line whose unit the matrix has grown."""
    return (start[0] + pen * a / unit, start[1] + pen * b / unit) if unit else (start[0], start[1])


def shared(one: Box | None, two: Box) -> Box:
    """Give what two boxes share; None is everything."""
    if one is None:
        return two
    return Box(max(one.x0, two.x0), max(one.y0, two.y0), min(one.x1, two.x1), min(one.y1, two.y1))


def as_colour(parts: Sequence[float]) -> Colour | None:
    """Turn grey, red green blue, or cyan magenta yellow black into the colour that is seen."""
    match parts:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, black]:
            return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
    return None


def faded(colour: Colour, alpha: float, over: Colour = WHITE) -> Colour:
    """Lay a colour that lets some of the ground through over that ground."""
    red, green, blue = (part * alpha + below * (1 - alpha) for part, below in zip(colour, over, strict=True))
    return red, green, blue


SHORT = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}


def device_spaces(space: Any) -> set[str]:
    """List the device spaces that a colour space rests on."""

    def named(value: Any) -> Iterator[str]:
        if isinstance(value, pikepdf.Name):
            yield SHORT.get(str(value)[1:], str(value)[1:])
        elif isinstance(value, pikepdf.Array) and value[0] in {"/Indexed", "/I", "/Separation", "/DeviceN"}:
            for part in list(value)[1:3]:
                yield from named(part)

    return {name for name in named(space) if name.startswith("Device") and name != "DeviceN"}
