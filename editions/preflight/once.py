"""What several rules ask of one document is worked out once. Pure."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from editions.document import EditionDocument

Answer = TypeVar("Answer")


def once_a_document(work_out: Callable[[EditionDocument], Answer]) -> Callable[[EditionDocument], Answer]:
    """Keep the last answer of `work_out`, for as long as the very same document is asked about.

    The document is compared by identity: to hash one takes longer than most rules.
    """
    kept: tuple[EditionDocument | None, Answer | None] = (None, None)

    @wraps(work_out)
    def ask(document: EditionDocument) -> Answer:
        nonlocal kept
        of, answer = kept
        if of is not document:
            answer = work_out(document)
            kept = document, answer  # one assignment, so that threads never see half of it
        return answer  # type: ignore[return-value]

    return ask
