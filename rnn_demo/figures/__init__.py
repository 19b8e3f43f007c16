"""Figures in two pure steps: data to a small named tuple, and that to a plotly Figure. One theme for all."""
