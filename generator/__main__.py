"""`python -m generator` is the command `esep`."""

from generator.cli import main

if __name__ == "__main__":  # a process of a pool may import it too
    main()
