"""Watch a recurrent network learn to read handwritten digits row by row."""

__version__ = "0.1.0"
