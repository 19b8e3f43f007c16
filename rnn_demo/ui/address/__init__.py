"""What stands in the URL, and the widgets that follow it."""
