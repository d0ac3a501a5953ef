"""The workflow of an edition, as a table. Pure.

What must hold besides state, role and reason is named in `must` and checked by the verb of `Edition`:
content (there is something to read), four_eyes (somebody else wrote it), checks (no error stands),
ticks (every line of the tick-list is ticked), unchanged (it is still what was approved), future (the time
is to come), embargo (no item's moment is to come), held and free (it is on hold, or is not).
"""

from collections.abc import Set

from sources.workflow import Move

DRAFT, IN_REVIEW, APPROVED, SCHEDULED = "draft", "in_review", "approved", "scheduled"
PUBLISHED, WITHDRAWN, KILLED = "published", "withdrawn", "killed"

STATES = {
    DRAFT: "Draft",
    IN_REVIEW: "In review",
    APPROVED: "Approved",
    SCHEDULED: "Scheduled",
    PUBLISHED: "Published",
    WITHDRAWN: "Withdrawn",
    KILLED: "Killed",
}

FROZEN = (PUBLISHED, WITHDRAWN, KILLED)  # changed only by a correction, or not at all
# Who may write in it and place items, by state; whoever changes what was approved voids the approval.
WRITE = {
    DRAFT: "editions.draft_edition",
    IN_REVIEW: "editions.change_edition",
    APPROVED: "editions.change_edition",
    SCHEDULED: "editions.change_edition",
}
READY = ("unchanged", "checks", "ticks")
MOVES = {
    move.name: move
    for move in (
        Move("submit", "Send to review", (DRAFT,), IN_REVIEW, "editions.submit_edition", ("content",)),
        Move("return_to_draft", "Back to draft", (IN_REVIEW,), DRAFT, "editions.submit_edition"),
        Move(
            "approve",
            "Approve",
            (IN_REVIEW,),
            APPROVED,
            "editions.approve_edition",
            ("content", "four_eyes", "checks", "ticks"),
        ),
        Move("void", "Approval voided", (APPROVED, SCHEDULED), IN_REVIEW, "", wants_reason=True),
        Move("schedule", "Schedule", (APPROVED,), SCHEDULED, "editions.schedule_edition", (*READY, "future")),
        Move(
            "reschedule",
            "Change the hour",
            (SCHEDULED,),
            SCHEDULED,
            "editions.schedule_edition",
            (*READY, "future"),
        ),
        Move("hold", "Hold", (SCHEDULED,), SCHEDULED, "editions.schedule_edition", ("free",)),
        Move("release", "Release", (SCHEDULED,), SCHEDULED, "editions.schedule_edition", ("held",)),
        Move("unschedule", "Unschedule", (SCHEDULED,), APPROVED, "editions.schedule_edition"),
        Move(
            "publish",
            "Publish",
            (APPROVED, SCHEDULED),
            PUBLISHED,
            "editions.publish_edition",
            ("content", "embargo", *READY),
        ),
        Move(
            "take_back",
            "Take the approval back",
            (APPROVED, SCHEDULED),
            IN_REVIEW,
            "editions.approve_edition",
            wants_reason=True,
        ),
        Move("withdraw", "Withdraw", (PUBLISHED,), WITHDRAWN, "editions.withdraw_edition", (), True),
        Move("kill", "Kill", (DRAFT, IN_REVIEW, APPROVED), KILLED, "editions.kill_edition", (), True),
    )
}


def open_moves(state: str, permissions: Set[str]) -> list[Move]:
    """Return the moves that a person with `permissions` may make from `state`."""
    return [move for move in MOVES.values() if state in move.sources and move.permission in permissions]


def refusal_to_write(state: str, permissions: Set[str]) -> str:
    """Return why a person with `permissions` may not write in an edition, in one sentence, or ""."""
    if state in FROZEN:
        return f"This edition is {STATES[state].lower()}: it changes only by a correction."
    if WRITE[state] in permissions:
        return ""
    if "editions.draft_edition" in permissions:
        return f"This edition is {STATES[state].lower()}; your role writes in drafts alone. Ask an editor."
    return "Writing in an edition is not among what your role may do; ask a colleague whose role allows it."
