"""Finding what is out by its words: `terms` reads them (pure), `index` keeps them, `hits` finds."""
