"""Releases: a site made beside the live one, checked whole, switched to in one step, and kept to go back to."""
