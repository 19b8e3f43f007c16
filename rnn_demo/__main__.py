"""``python -m rnn_demo``."""

from rnn_demo.cli import main

if __name__ == "__main__":
    main()
