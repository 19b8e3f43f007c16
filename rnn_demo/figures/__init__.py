"""Pure figures: ``thing_figure(data, …) -> Chart`` draws plain data, which ``thing(results)`` picks where that is needed."""
