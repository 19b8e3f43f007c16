"""What is trained, and what is known of it: configurations, records, events. Knows no torch, no store and no screen."""
