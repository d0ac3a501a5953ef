"""What is known of a delivery when a lane takes it, and when it is done with it. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in the hand of a lane; `subscriber` is 0 and `key` empty for one of our own addresses."""

    delivery: int
    subscriber: int
    key: str
    address: str
    name: str
    rendition: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: its new state, and the server's answer or why there is none.

    `code` is the reply's, such as "550"; `attempts` those made so far, this one too.
    """

    delivery: int
    state: str
    answer: str
    code: str = ""
    attempts: int = 0
    not_before: datetime | None = None
    provider_id: str = ""
