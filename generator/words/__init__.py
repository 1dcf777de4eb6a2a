"""Words of the interface: catalogues, dates, phones and alphabets of each language."""
