"""The terminal: train, list and trace from the command line."""
