"""Why deliveries failed: what servers answered, taken together where only a name or number differs. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ADDRESS = re.compile(r"<?[\w.+%'=-]+@[\w.-]+>?")
NUMBER = re.compile(r"\b(?=\w*\d)[A-Za-z0-9_-]{7,}\b")  # the name of a message in somebody's queue
NETWORK = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
MOST = 20


@dataclass(frozen=True)
class Failure:
    answer: str
    number: int


def grouped(answers: Iterable[tuple[str, int]]) -> tuple[list[Failure], int]:
    """Return the most frequent of `answers`, each with how many got it, and how many got another."""
    found: dict[str, int] = {}
    for answer, number in answers:
        same = general(answer)
        found[same] = found.get(same, 0) + number
    failures = sorted((Failure(*pair) for pair in found.items()), key=lambda one: (-one.number, one.answer))
    return failures[:MOST], sum(one.number for one in failures[MOST:])


def general(answer: str) -> str:
    """The answer without what is of one message alone: addresses, networks, names in a queue."""
    answer = ADDRESS.sub("<…>", " ".join(answer.split()))
    answer = NETWORK.sub("…", answer)
    return NUMBER.sub("…", answer)[:300] or "No answer is known."
