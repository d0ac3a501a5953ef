"""How a mail server may misbehave: as a rule says, or by chance."""

import random
from collections.abc import Callable
from dataclasses import dataclass

# What it does in the place of an answer. At MESSAGE the first two leave the message untaken.
CLOSE = "close"
SILENCE = "say nothing more"
TAKE_AND_CLOSE = "take the message, then close"
TAKE_AND_SILENCE = "take the message, then say nothing more"
LAST = "give the usual answer, then close"
DRIP = "give the usual answer, a byte at a time"


@dataclass
class Rule:
    stage: str  # CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA or MESSAGE
    answer: str | Callable[[], str]  # a function is called, and its answer given; "" is the usual one
    to: str = ""  # a recipient, or the end of some such as @slow.example.com; of RCPT, DATA and MESSAGE
    times: int | None = None
    after: int = 0  # messages of this connection


class Chance:
    """Misbehaves at `share` of all stages, by chance; for good only to one recipient."""

    ANSWERS = (
        *("421 4.3.2 Going down", "451 4.3.0 Local error", "452 4.2.2 Full", CLOSE, DRIP),
        *("421 4.7.0 Too many", "450 4.2.1 Later", "451 4.7.1 Greylisted"),
    )
    FINAL = ("550 5.1.1 Nobody here", "552 5.2.2 Over quota", "550 5.7.1 Not for us")
    AT_MESSAGE = (*ANSWERS, *FINAL, LAST, TAKE_AND_CLOSE, CLOSE)

    def __init__(self, seed: int, share: float, *, silence: float = 0.0):
        self.random, self.share, self.silence = random.Random(seed), share, silence

    def __call__(self, stage: str) -> str | None:
        lot = self.random.random()
        if lot >= self.share:
            return None
        if lot < self.silence:
            return self.random.choice((SILENCE, TAKE_AND_SILENCE)) if stage == "MESSAGE" else SILENCE
        if stage == "MESSAGE":
            return self.random.choice(self.AT_MESSAGE)
        of_one = stage in ("RCPT", "DATA")
        return self.random.choice((*self.ANSWERS, *self.FINAL) if of_one else self.ANSWERS)
