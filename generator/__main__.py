"""`python -m generator` is the command `esep`."""

from generator.cli import main

main()
