from editions.archive.editions import home  # noqa
