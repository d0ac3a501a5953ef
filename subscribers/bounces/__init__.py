"""What a mail server answered, and what a mail that came back tells. Pure."""

from subscribers.bounces.classes import BLOCK, HARD, SOFT, classify

__all__ = ["BLOCK", "HARD", "SOFT", "classify"]
