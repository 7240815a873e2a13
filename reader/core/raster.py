"""A picture as its pixels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels from the top left corner, three bytes each: red, green and blue."""

    width: int
    height: int
    pixels: bytes

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Return the red, green and blue (0 to 255) of a pixel."""
        place = 3 * (y * self.width + x)
        red, green, blue = self.pixels[place : place + 3]
        return red, green, blue
