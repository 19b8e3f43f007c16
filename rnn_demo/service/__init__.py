"""What pages and terminal may call."""
