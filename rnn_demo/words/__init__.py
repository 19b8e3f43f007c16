"""Every sentence: codes, statuses, durations and counts as text."""
