"""Figures in two pure steps: ``thing(results) -> Thing`` picks plain data, ``thing_figure(data, …) -> Chart`` draws them."""
