"""YAML text -> positioned nodes -> records, or diagnostics that say where, what and how to mend it."""
