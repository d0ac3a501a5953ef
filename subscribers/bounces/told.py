"""What a mail that came back tells of one recipient. Pure."""

from dataclasses import dataclass

BOUNCE, COMPLAINT, LEAVE, AUTO, OTHER = "bounce", "complaint", "leave", "auto", "other"


@dataclass(frozen=True)
class Told:
    """One thing told: `kind` is one of the above, AUTO what a machine wrote and nobody needs.

    `delivery` is the one that an envelope sender of ours names; `tokens` are found in the link to leave of
    the message that came back, and unchecked; `bounce` is the class of a bounce.
    """

    kind: str
    recipient: str = ""
    bounce: str = ""
    code: str = ""
    diagnostic: str = ""
    delivery: int | None = None
    tokens: tuple[str, ...] = ()
    sender: str = ""
    why: str = ""  # nothing could be made of it
