"""Components of our own in the browser: Python, JavaScript and CSS of each together."""
