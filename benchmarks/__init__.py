"""Measures: a country made up from a seed, how long Esep takes to build it, and others beside it."""
