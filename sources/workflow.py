"""What a move of a workflow is, and the moves of a news item. Pure.

A move is a verb: from which states it may be made, to which it leads, who may make it, and whether it
wants a reason. What must hold besides is named in `must` and checked by the verb. Nothing else sets a
status. The edition's table stands in `editions/workflow.py`. A move without a permission is the house's
own: no person makes it by hand.
"""

from collections.abc import Set
from dataclasses import dataclass

DRAFT, READY, PUBLISHED, KILLED = "draft", "ready", "published", "killed"
STATES = {DRAFT: "Draft", READY: "Ready", PUBLISHED: "Published", KILLED: "Killed"}


class WorkflowError(Exception):
    """A move that may not be made; the message is one sentence for the person who tried."""


class NotYours(WorkflowError):
    """The role of who tried does not allow it, or not in this state."""


@dataclass(frozen=True)
class Move:
    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    permission: str
    must: tuple[str, ...] = ()
    wants_reason: bool = False


MOVES = {
    move.name: move
    for move in (
        Move("make_ready", "Ready", (DRAFT,), READY, "sources.change_newsitem", ("headline",)),
        Move("return_to_draft", "Back to draft", (READY,), DRAFT, "sources.change_newsitem"),
        Move("publish", "Publish", (READY,), PUBLISHED, "sources.publish_newsitem", ("embargo", "checks")),
        Move("run", "Published in an edition", (DRAFT, READY), PUBLISHED, "", ("embargo",)),
        Move("kill", "Kill", (DRAFT, READY, PUBLISHED), KILLED, "sources.kill_newsitem", (), True),
    )
}


def refusal(move: Move, state: str, permissions: Set[str], states: dict[str, str], reason: str = "") -> str:
    """Return why `move` may not be made from `state`, in one sentence, or "" where it may."""
    if state not in move.sources:
        wanted = " or ".join(states[source].lower() for source in move.sources)
        return f"This is {states[state].lower()} by now; “{move.label}” is for what is {wanted}."
    if move.permission not in permissions:
        return f"“{move.label}” is not among what your role may do; ask a colleague whose role allows it."
    if move.wants_reason and not reason.strip():
        return f"“{move.label}” wants a reason."
    return ""


def open_moves(state: str, permissions: Set[str]) -> list[Move]:
    """Return the moves of an item that a person with `permissions` may make from `state`."""
    return [move for move in MOVES.values() if state in move.sources and move.permission in permissions]
