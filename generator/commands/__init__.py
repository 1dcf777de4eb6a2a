"""The commands of `esep`, a module each; only here and in `plugin` are clock, environment and locale read."""
