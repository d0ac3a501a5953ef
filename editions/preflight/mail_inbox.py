"""What an inbox shows of a mail: subject line and preheader. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, Fix, Place, rule
from editions.render.email import render_subject
from editions.render.text import width

# Columns, two to a Chinese character. Phones show about 40 of a subject line, programs on a desk 60 to 70.
# Of the text after it, phones show 90 to 110.
# Source: emailtooltester.com, "email subject lines character limit", and newsletrix.com, as of 2026.
LONGEST_SUBJECT, LONGEST_PREHEADER, SHORTEST_PREHEADER = 60, 110, 30
SUBJECT, PREHEADER = Place("subject"), Place("preheader")

SERIAL = re.compile(r"\A\D{0,60}\b\d+ *[:|·–—-] +")  # "China Recap No. 27: "
SHOUTS = re.compile(r"[!！]{2,}")
LONG_WORD = re.compile(r"[^\W\d_]{3,}")


@rule("mail.no-subject", WARNING, "No subject line", example="A mailed edition whose subject line is empty")
def no_subject(document: EditionDocument, context: Context) -> Iterator[Finding]:
    if context.is_mailed and not document.subject.strip():
        instead = render_subject(replace(document, subject=""))
        fix = Fix("Use the title", 0, document.subject, document.title) if document.title.strip() else None
        yield Finding(SUBJECT, f"It has no subject line, and would be mailed as “{instead}”.", fix=fix)


@rule("mail.no-preheader", WARNING, "No preheader", example="A mailed edition whose preheader is empty")
def no_preheader(document: EditionDocument, context: Context) -> Iterator[Finding]:
    if not context.is_mailed or document.preheader.strip():
        return
    dek = document.dek.strip()
    shown = "inboxes show the dek in its place" if dek else "inboxes show the masthead in its place"
    fits = SHORTEST_PREHEADER <= width(dek) <= LONGEST_PREHEADER
    fix = Fix("Use the dek", 0, document.preheader, dek) if fits else None
    yield Finding(PREHEADER, f"There is no preheader: {shown}.", fix=fix)


@rule(
    "mail.long-subject",
    WARNING,
    "Long subject line",
    example="Vivo opens forty shops in Peru while Romoss keeps its works shut",
)
def long_subject(document: EditionDocument, context: Context) -> Iterator[Finding]:
    long = width(document.subject)
    if context.is_mailed and long > LONGEST_SUBJECT:
        yield Finding(
            SUBJECT,
            f"The subject line is {long} characters long: phones show the first 40, few programs more than"
            f" {LONGEST_SUBJECT}.",
            document.subject,
        )


@rule(
    "mail.preheader-length",
    WARNING,
    "Preheader too long or too short",
    example="A preheader of two words, “This week”",
)
def preheader_length(document: EditionDocument, context: Context) -> Iterator[Finding]:
    text = document.preheader.strip()
    long = width(text)
    if not context.is_mailed or not text or SHORTEST_PREHEADER <= long <= LONGEST_PREHEADER:
        return
    if long > LONGEST_PREHEADER:
        said = f"inboxes cut it off after {LONGEST_PREHEADER} at the latest"
    else:
        said = f"inboxes have room for {LONGEST_PREHEADER}"
    yield Finding(PREHEADER, f"The preheader is {long} characters long: {said}.", text)


@rule(
    "mail.said-twice",
    WARNING,
    "Preheader that repeats the subject line",
    example="Subject line and preheader both say “Vivo opens in Lima”",
)
def said_twice(document: EditionDocument, context: Context) -> Iterator[Finding]:
    subject, preheader = _plain(document.subject), _plain(document.preheader)
    if context.is_mailed and preheader and subject.startswith(preheader):
        yield Finding(
            PREHEADER,
            "The preheader says again what the subject line says: give readers a second reason to open.",
            document.preheader,
        )


@rule(
    "mail.last-weeks",
    WARNING,
    "Subject line or preheader of last week",
    example="“China Recap 28: Vivo opens in Lima”, a week after “China Recap 27: Vivo opens in Lima”",
)
def last_weeks(document: EditionDocument, context: Context) -> Iterator[Finding]:
    if not context.is_mailed:
        return
    for place, name, text, before in (
        (SUBJECT, "subject line", document.subject, context.last_subject),
        (PREHEADER, "preheader", document.preheader, context.last_preheader),
    ):
        if _repeats(text, before):
            yield Finding(place, f"The {name} is that of the edition before: “{before.strip()}”.", text)


@rule("mail.shouting", WARNING, "Subject line that shouts", example="VIVO OPENS FORTY SHOPS!!!")
def shouting(document: EditionDocument, context: Context) -> Iterator[Finding]:
    subject = document.subject
    if not context.is_mailed:
        return
    for mark in SHOUTS.finditer(subject):
        fix = Fix("Keep one", mark.start(), mark[0], mark[0][0])
        yield Finding(SUBJECT, f"“{mark[0]}” in a subject line looks like spam: one is enough.", mark[0], fix)
    if subject.isupper() and len(LONG_WORD.findall(subject)) > 3:
        yield Finding(SUBJECT, "The subject line is all capitals, which looks like spam.", subject)


def _plain(text: str) -> str:
    """`text` as a reader compares it: letters and digits alone."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _repeats(text: str, before: str) -> bool:
    """Tell whether `text` says what `before` said. A number that has moved on is no news by itself."""
    if not _plain(text) or not _plain(before):
        return False
    if _plain(text) == _plain(before):
        return True
    prefix, prefix_before = SERIAL.match(text), SERIAL.match(before)
    if not prefix or not prefix_before:
        return False
    rest, rest_before = _plain(text[prefix.end() :]), _plain(before[prefix_before.end() :])
    return bool(rest) and rest == rest_before and _letters(prefix[0]) == _letters(prefix_before[0])


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


CHECKS = (no_subject, no_preheader, long_subject, preheader_length, said_twice, last_weeks, shouting)
