"""Real runners, real workers, real signals."""
