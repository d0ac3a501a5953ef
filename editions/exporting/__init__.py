"""The public site as files, which any static host can carry."""
