"""Tools for editors: reports of what is wrong and how to mend it."""
