"""How colours look: their contrast, and how far apart they are to people with and without colour blindness."""

import numpy as np
from numpy.typing import NDArray
from plotly.colors import hex_to_rgb

Vector = NDArray[np.float64]

# Seeing without red (protanopia) or without green cones (deuteranopia), for linear RGB: the matrices of severity 1 in
# Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency",
# IEEE Transactions on Visualization and Computer Graphics 15 (2009), table 1 of its supplement.
VISIONS = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# From linear sRGB to XYZ, IEC 61966-2-1.
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str) -> Vector:
    values = np.array(hex_to_rgb(colour)) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of the Web Content Accessibility Guidelines 2.2, from 1 to 21."""
    dark, light = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def smallest_distance(colours: list[str], vision: str) -> float:
    """The smallest distance of two of them in CIELAB (CIE 1976), where 2.3 can just be noticed."""
    lab = [_lab((VISIONS[vision] @ linear(colour)).clip(0, 1)) for colour in colours]
    return min(float(np.linalg.norm(a - b)) for number, a in enumerate(lab) for b in lab[:number])


def _lab(rgb: Vector) -> Vector:
    xyz = TO_XYZ @ rgb / TO_XYZ.sum(axis=1)
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
