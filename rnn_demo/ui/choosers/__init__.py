"""Choosing what to look at: a run, a moment, a picture, a view."""
