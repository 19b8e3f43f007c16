"""The views of the page Look inside: each shows one `Scene` from one side."""
