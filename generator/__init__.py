"""Esep: publishes when the police report to residents, what was said, and what came of it."""

__version__ = "0.1.0"
