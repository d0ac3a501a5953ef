"""What a person may do with a mailing, as a table. Pure.

A mailing that was stopped before it was filled goes on filling, later it goes on sending: where `resume`
leads is decided by `filled_at`. What the machine does by itself (queued, sending, sent) is no move.
"""

from sources.workflow import Move, WorkflowError

__all__ = ["MOVES", "WorkflowError"]

FILLING, QUEUED, SENDING, PAUSED, CANCELLED = "filling", "queued", "sending", "paused", "cancelled"
SEND = "subscribers.send_mailing"
MOVES = {
    move.name: move
    for move in (
        Move("pause", "Pause", (FILLING, QUEUED, SENDING), PAUSED, SEND),
        Move("resume", "Resume", (PAUSED,), QUEUED, SEND),
        Move("cancel", "Cancel", (FILLING, QUEUED, SENDING, PAUSED), CANCELLED, SEND),
        Move("again", "Send to the rest", ("sent", CANCELLED), FILLING, SEND),
    )
}
