"""Words: codes, statuses, notes, durations and counts as text, and text from outside as text."""
