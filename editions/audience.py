"""Who gets an edition, as a stored rule: a line of text that an approval is bound to. Pure.

    everyone
    nobody
    language:zh choice:full follows:company/anker follows:market/brazil joined-before:2025-07-01

Parts of one name widen the audience (either of two companies), parts of different names narrow it; of
two days to have joined before, the earlier holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sources.kinds import KINDS

EVERYONE, NOBODY = "everyone", "nobody"
LONGEST = 300
LANGUAGES = ("en", "zh")
CHOICES = ("full", "headlines", "follows", "digest")
FOLLOWED = ("company", "market", "topic", "kind")
NAMELESS: Mapping[tuple[str, str], str] = {}
SPOKEN = {"en": "English", "zh": "Chinese"}
CHOSEN = {
    "full": "the full edition",
    "headlines": "the headlines",
    "follows": "only what they follow",
    "digest": "the monthly digest",
}


@dataclass(frozen=True)
class Audience:
    """`follows` holds pairs such as ("company", "anker"): what is followed, by its slug."""

    nobody: bool = False
    languages: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    follows: tuple[tuple[str, str], ...] = ()
    joined_before: date | None = None

    def __str__(self) -> str:
        """The rule: the same text for the same audience."""
        if self.nobody:
            return NOBODY
        parts = [f"language:{one}" for one in sorted(set(self.languages))]
        parts += [f"choice:{one}" for one in sorted(set(self.choices))]
        parts += [f"follows:{kind}/{slug}" for kind, slug in sorted(set(self.follows))]
        parts += [f"joined-before:{self.joined_before.isoformat()}"] if self.joined_before else []
        return " ".join(parts) or EVERYONE


def parse(rule: str) -> Audience:
    """Return whom `rule` names. Raises ValueError with a sentence where it cannot be read."""
    if rule.strip() in (EVERYONE, NOBODY):
        return Audience(nobody=rule.strip() == NOBODY)
    found: dict[str, list[str]] = {}
    for part in rule.split():
        name, _, value = part.partition(":")
        found.setdefault(name, []).append(value)
    unknown = set(found) - {"language", "choice", "follows", "joined-before"}
    if unknown or not found:
        raise ValueError(f"“{rule}” does not say who gets it.")
    joined = found.get("joined-before", [])
    return Audience(
        languages=tuple(_known(one, LANGUAGES) for one in found.get("language", ())),
        choices=tuple(_known(one, CHOICES) for one in found.get("choice", ())),
        follows=tuple(_followed(one) for one in found.get("follows", ())),
        joined_before=min(_day(one) for one in joined) if joined else None,
    )


def _known(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"“{value}” is none of {', '.join(known)}.")
    return value


def _followed(value: str) -> tuple[str, str]:
    kind, _, slug = value.partition("/")
    if not slug:
        raise ValueError(f"“{value}” names nothing that can be followed.")
    return _known(kind, FOLLOWED), slug


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"“{value}” is no day; write it as 2025-07-01.") from error


def in_words(rule: str, names: Mapping[tuple[str, str], str] = NAMELESS) -> str:
    """Say `rule` plainly: "Chinese-language readers of the full edition who follow Anker".

    `names` has what is followed by ("company", "anker"); what it lacks goes by its slug. A rule that
    cannot be read is said in its own words.
    """
    try:
        audience = parse(rule)
    except ValueError:
        return f"“{rule}”"
    if str(audience) in (EVERYONE, NOBODY):
        return str(audience).capitalize()
    spoken = "- and ".join(SPOKEN[one] for one in sorted(set(audience.languages)))
    said = f"{spoken}-language readers" if spoken else "Readers"
    if audience.choices:
        said += f" of {_or(CHOSEN[one] for one in CHOICES if one in audience.choices)}"
    clauses = []
    if audience.follows:
        clauses.append(f"follow {_or(_name(*one, names) for one in sorted(set(audience.follows)))}")
    if day := audience.joined_before:
        clauses.append(f"joined before {day.day} {day:%B %Y}")
    return f"{said} who {' and '.join(clauses)}" if clauses else said


def _name(kind, slug, names):
    return names.get((kind, slug)) or (KINDS.get(slug) if kind == "kind" else "") or slug


def _or(words):
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
