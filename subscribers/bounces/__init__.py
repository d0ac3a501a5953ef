"""What a mail server answered, and what a mail that came back tells. Pure."""

from subscribers.bounces.classes import BLOCK, HARD, SOFT, classify, telling_code
from subscribers.bounces.reading import read
from subscribers.bounces.told import Told

__all__ = ["BLOCK", "HARD", "SOFT", "Told", "classify", "read", "telling_code"]
