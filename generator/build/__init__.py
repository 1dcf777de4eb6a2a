"""The production line: files of a project in, files of a site out; only here are files of the site written.

`keys` says which digests decide what, `country` reads, `rendering` renders, `tasks` are what a `crew` does for them,
and a `tree` is where the site goes.
"""
