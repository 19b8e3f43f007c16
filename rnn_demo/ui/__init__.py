"""What the browser shows: forms, live charts, and the server that carries them."""
