"""Other builders beside Esep, with the same pages and a minimal template.

They are given what Esep works out for itself: which pages there are, and the facts of each. They judge no law, count no
days, read no git history, and make no calendars, feeds, cards or data.
"""
