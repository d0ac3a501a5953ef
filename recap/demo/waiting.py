"""What the demo newsroom has written for its next edition and not placed yet, in `waiting.txt`."""

from pathlib import Path

from recap.demo.editions import Facts

TEXT = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
FACTS = (
    Facts("launch"),
    Facts("results", ("china",)),
    Facts("regulation", ("china", "united-states")),
    Facts("recall", ("china",)),
    Facts("market_entry", ("indonesia",)),
    Facts("market_entry", ("brazil",)),
)
DRAFTS = 1  # the last ones are still being written
