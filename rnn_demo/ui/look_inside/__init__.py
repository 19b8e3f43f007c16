"""The page Look inside: each view shows one `Scene` from one side."""
