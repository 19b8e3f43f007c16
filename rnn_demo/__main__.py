"""``python -m rnn_demo``."""

from rnn_demo.terminal.main import main

if __name__ == "__main__":
    main()
