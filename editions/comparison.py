"""Two versions of an edition or an item beside each other, passage by passage. Pure.

`parts_of_item` and `parts_of_edition` read the content of a Version as it is stored, `parts_of_texts` what
was set aside; `compare` pairs what they found. A passage whose text is None was not kept by the older
versions, and is never a difference.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from editions import worddiff
from editions.audience import in_words
from sources.kinds import KINDS

FORMATS = {"brief": "Brief", "story": "Story", "commentary": "Commentary"}
LAYOUTS = {
    "briefs": "Briefs",
    "single": "Single story",
    "feature": "Feature",
    "numbers": "Numbers",
    "quote": "Quote",
    "sponsor": "Sponsor",
}
LABELS = {
    "headline": "Headline",
    "dek": "Dek",
    "body": "Text",
    "credits": "Credits",
    "kind": "Kind",
    "format": "Format",
    "companies": "Companies",
    "markets": "Markets",
    "topics": "Topics",
    "deals": "Deal",
    "event_date": "Date of the event",
    "byline": "Byline",
    "authors_note": "Author’s note",
    "image": "Picture",
    "image_caption": "Picture’s caption",
    "image_credit": "Picture’s credit",
    "follows_up": "Follows up",
    "see_also": "See also",
    "slugline": "Slug line",
    "embargo_until": "Embargo until",
    "title": "Title",
    "week": "Week",
    "subject": "Subject line",
    "preheader": "Preheader",
    "introduction": "Introduction",
    "hero": "Picture",
    "outline": "Order of sections and items",
    "signoff": "Sign-off",
    "mail_to": "Who gets it",
    "heading": "Heading",
    "layout": "Layout",
    "text": "Text",
    "wording": "Wording in this edition",
}
OUTLINE, PLACED, TAKEN_OUT = LABELS["outline"], "Placed", "Taken out"
MOST = 4  # differences named in a few words; the rest is counted

Plain = dict[str, Any]
Line = tuple[tuple[object, ...], str]


@dataclass(frozen=True)
class Part:
    """One passage: its text, what it is called, and what it is a part of ("" is the whole).

    An outline has its `lines` beside the text, each with the key of what it names.
    """

    key: tuple[object, ...]
    label: str
    text: str | None
    of: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A passage as it was and as it is."""

    label: str
    before: str
    after: str
    of: str = ""

    @property
    def differs(self) -> bool:
        return self.before != self.after


def compare(before: list[Part], after: list[Part]) -> list[Pair]:
    """Pair the passages of both, in the order of `after`, with those taken out where they stood.

    Of an item that stands in one of them alone, its words are one passage.
    """
    old = {part.key: part for part in _with_sections_of(after, before)}
    new = {part.key: part for part in after}
    whole = {key[:2] for key in old} ^ {key[:2] for key in new}  # came or went as a whole
    pairs = []
    for key in _in_order(list(old), list(new)):
        was, now = old.get(key), new.get(key)
        part = now or was
        assert part is not None
        label = part.label
        if part.key[0] == "item" and key[:2] in whole:
            if key[2] != "body":
                continue
            label = PLACED if now else TAKEN_OUT
        texts = _texts(was, now)
        if None not in texts and any(texts):
            pairs.append(Pair(label, texts[0] or "", texts[1] or "", part.of))
    return pairs


def _with_sections_of(after: list[Part], before: list[Part]) -> list[Part]:
    """`before`, in which a section has the key of the one that `after` has anew under the same heading."""
    old, new = (
        {part.key[:2]: part.text for part in parts if part.key[0] == "section" and part.key[2] == "heading"}
        for parts in (before, after)
    )
    anew = {text: key for key, text in new.items() if key not in old}
    keys = {key: anew.pop(text) for key, text in old.items() if key not in new and text in anew}
    if not keys:
        return before
    return [
        replace(
            part,
            key=(*keys.get(part.key[:2], part.key[:2]), *part.key[2:]),
            lines=tuple((keys.get(key, key), line) for key, line in part.lines),
        )
        for part in before
    ]


def _texts(was: Part | None, now: Part | None) -> tuple[str | None, str | None]:
    if was and now and was.lines:  # what has another name by now has not moved
        names = dict(now.lines)
        return "\n".join(names.get(key, line) for key, line in was.lines), now.text
    return was.text if was else "", now.text if now else ""


def differences(pair: Pair) -> list[worddiff.Part]:
    """Return both texts of the pair as one, word by word; an outline line by line."""
    if pair.label != OUTLINE:
        return worddiff.compare(pair.before, pair.after)
    old, new = (f"{text}\n".splitlines(keepends=True) for text in (pair.before, pair.after))
    parts = []
    for what, a, to_a, b, to_b in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            parts.append((worddiff.KEPT, "".join(old[a:to_a])))
        else:
            parts += [(worddiff.WAS, "".join(old[a:to_a])), (worddiff.IS, "".join(new[b:to_b]))]
    return [part for part in parts if part[1]]


def in_a_few_words(pairs: list[Pair]) -> str:
    """Return what differs: "Headline, text; “Vivo in Lima”: credits"; "" where nothing does."""
    differing = [pair for pair in pairs if pair.differs]
    if any(pair.label in (PLACED, TAKEN_OUT) for pair in differing):  # which says it already
        differing = [pair for pair in differing if pair.label != OUTLINE]
    said = []
    for of, group in groupby(differing, lambda pair: pair.of):
        labels = [pair.label.lower() for pair in group]
        said.append(f"{of}: {_counted(labels, ', ')}" if of else _counted(labels, ", "))
    words = _counted(said, "; ")
    return words[:1].upper() + words[1:]


def _counted(words: list[str], between: str) -> str:
    more = len(words) - MOST
    return between.join([*words[:MOST], *([f"{more} more"] if more > 0 else [])])


def _in_order(old: list[tuple[object, ...]], new: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The keys of `new`, and each that is in `old` alone after the one it stood behind."""
    keys, known = list(new), set(new)
    for place, key in enumerate(old):
        if key not in known:
            keys.insert(keys.index(old[place - 1]) + 1 if place else 0, key)
            known.add(key)
    return keys


# What they are made of


def parts_of_item(
    content: Plain, zone: tzinfo, *, key: tuple[object, ...] = ("itself",), of: str = ""
) -> list[Part]:
    """The passages of an item; times are shown in `zone`."""
    rows, image = content.get("rows"), content.get("image") or {}
    passages = {
        "headline": content.get("headline", ""),
        "dek": content.get("dek", ""),
        "body": content.get("body", ""),
        "credits": _lines(content, "credits", credit_line),
        "kind": _named(KINDS, content.get("kind", "")),
        "format": _named(FORMATS, content.get("format", "brief")),
        "companies": _names(content, "companies"),
        "markets": _names(content, "markets"),
        "topics": ", ".join(content.get("topics", [])),
        "deals": _lines(content, "deals", deal_line),
        "event_date": _day(content.get("event_date")),
        "byline": _names(content, "byline"),
        "authors_note": content.get("authors_note", ""),
        "image": _picture(image),
        "image_caption": (rows or {}).get("image_caption", image.get("caption", "")),
        "image_credit": (rows or {}).get("image_credit", image.get("credit", "")),
        "follows_up": (content.get("follows_up") or {}).get("title", ""),
        "see_also": _lines(content, "see_also", lambda one: _linked(one["title"], one)),
        "slugline": rows and rows["slugline"],
        "embargo_until": rows and moment(rows["embargo_until"], zone),
    }
    return [Part((*key, name), LABELS[name], text, of) for name, text in passages.items()]


def parts_of_edition(content: Plain, zone: tzinfo) -> list[Part]:
    """The passages of an edition: its own words, the outline, then each section and the items in it."""
    rows, sections = content.get("rows"), content.get("sections", [])
    own = {
        "title": content.get("title", ""),
        "dek": content.get("dek", ""),
        "week": " – ".join(_day(content.get(name)) for name in ("week_first", "week_last")),
        "subject": content.get("subject", ""),
        "preheader": content.get("preheader", ""),
        "introduction": content.get("introduction", ""),
        "hero": _picture(content.get("hero") or {}),
    }
    last = {
        "signoff": content.get("signoff", ""),
        "mail_to": rows and in_words(rows["mail_to"]),
    }
    parts = [Part(("edition", name), LABELS[name], text) for name, text in own.items()]
    found: Sequence[object] = section_keys(content) or [f"place {place}" for place in range(len(sections))]
    keys = [("section", key) for key in found]
    outline = tuple(_outline(keys, sections))
    text = "\n".join(line for _, line in outline)
    parts.append(Part(("edition", "outline"), OUTLINE, text, lines=outline))
    for key, section in zip(keys, sections, strict=True):
        of = f"Section “{section['heading']}”" if section.get("heading") else "Section without a heading"
        words = {
            "heading": section.get("heading", ""),
            "layout": _named(LAYOUTS, section.get("layout", "briefs")),
            "text": section.get("text", ""),
        }
        parts += [Part((*key, name), LABELS[name], text, of) for name, text in words.items()]
        for item in section.get("items", []):
            parts += parts_of_item(item, zone, key=("item", item.get("id")), of=f"“{item_name(item)}”")
    return parts + [Part(("edition", name), LABELS[name], text) for name, text in last.items()]


def parts_of_texts(
    texts: Mapping[str, str], zone: tzinfo, *, companies: Mapping[int, str], markets: Mapping[int, str]
) -> list[Part]:
    """The passages of texts by field, as the desk's forms send them; names of what they choose by key."""
    shown: dict[str, Callable[[str], str]] = {
        "kind": lambda text: _named(KINDS, text),
        "format": lambda text: _named(FORMATS, text),
        "layout": lambda text: _named(LAYOUTS, text),
        "mail_to": in_words,
        "event_date": _day,
        "embargo_until": lambda text: moment(text, zone),
        "companies": lambda text: ", ".join(
            companies.get(key, "one deleted since") for key in json.loads(text)
        ),
        "markets": lambda text: ", ".join(markets.get(key, "one deleted since") for key in json.loads(text)),
        "credits": lambda text: "\n".join(credit_line(one) for one in json.loads(text)),
        "deals": lambda text: "\n".join(
            deal_line(one | {"counterparties": [companies.get(key, "") for key in one["counterparties"]]})
            for one in json.loads(text)
        ),
    }
    return [
        Part(("field", name), LABELS[name], _readable(shown.get(name, str), text))
        for name, text in texts.items()
    ]


def _readable(shown: Callable[[str], str], text: str) -> str:
    """What was refused was never checked: where it makes no sense it is shown as it came."""
    try:
        return shown(text)
    except (ValueError, TypeError, KeyError, AttributeError):
        return text


def section_keys(content: Plain) -> list[int]:
    """The rows of which the sections were made, in order; none where the version is older than these."""
    slots = (content.get("rows") or {}).get("slots", [])
    return list(dict.fromkeys(slot[0] for slot in slots))


def item_name(item: Plain) -> str:
    return item.get("label") or item.get("headline") or item.get("body", "")[:40] or "Untitled"


def credit_line(credit: Plain) -> str:
    via = f", via {credit['via']}" if credit.get("via") else ""
    note = f", {credit['note']}" if credit.get("note") else ""
    return _linked(f"{credit['source']}{via}{note}", credit)


def deal_line(deal: Plain) -> str:
    """ "funding · CNY 200,000,000 · USD 27,500,000 · series B · with Hillhouse"."""
    sums = [
        f"{currency} {_figure(deal[name])}"
        for name, currency in (("amount", deal.get("currency", "")), ("usd", "USD"))
        if deal.get(name) not in (None, "")
    ]
    others = deal.get("counterparties") or []
    parts = [
        deal.get("type", ""),
        *sums,
        deal.get("round", ""),
        *(["with " + ", ".join(others)] if others else []),
    ]
    return " · ".join(part for part in parts if part)


def moment(text: str | None, zone: tzinfo) -> str:
    if not text:
        return ""
    at = datetime.fromisoformat(text).astimezone(zone)
    return f"{at.day} {at:%B %Y, %H:%M}"


def _figure(text: str) -> str:
    """The figure with commas; what was typed and is none stays as it is."""
    whole, _, cents = str(text).partition(".")
    if not whole.isdecimal():
        return str(text)
    cents = cents.rstrip("0")
    return f"{int(whole):,}" + (f".{cents}" if cents else "")


def _outline(keys: list[tuple[str, object]], sections: list[Plain]) -> Iterator[Line]:
    for key, section in zip(keys, sections, strict=True):
        yield key, section.get("heading") or _named(LAYOUTS, section.get("layout", "briefs"))
        yield from ((("item", item.get("id")), f"    {item_name(item)}") for item in section.get("items", []))


def _named(names: dict[str, str], value: str) -> str:
    return names.get(value, value)


def _names(content: Plain, name: str) -> str:
    return ", ".join(one["name"] for one in content.get(name, []))


def _lines(content: Plain, name: str, line: Any) -> str:
    return "\n".join(line(one) for one in content.get(name, []))


def _linked(words: str, one: Plain) -> str:
    return f"{words} {one['url']}" if one.get("url") else words


def _day(text: str | None) -> str:
    day = date.fromisoformat(text) if text else None
    return f"{day.day} {day:%B %Y}" if day else ""


def _picture(image: Plain) -> str:
    """A picture has no words but its description; its name is drawn from what it shows."""
    if not image:
        return ""
    name = image["path"].rpartition("/")[2]
    return f"{image.get('alt') or 'A picture without a description'} ({name[:8]})"
