"""Rows of subscribers and mailings, to look up and mend."""
