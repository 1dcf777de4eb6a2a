"""Frozen records of everything editors write, and the Register that links them."""
