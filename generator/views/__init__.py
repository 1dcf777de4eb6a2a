"""What each page says, in plain values ready to print: one module a kind of page, words already chosen."""
