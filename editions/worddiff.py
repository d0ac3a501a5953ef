"""What differs between two wordings of one passage, word by word. Pure.

Chinese has no spaces between its words, so there a character counts as a word.
"""

import re
from collections.abc import Iterator

from diff_match_patch import diff_match_patch
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sources.markup import trusted

KEPT, WAS, IS = "kept", "was", "is"
KINDS = {0: KEPT, -1: WAS, 1: IS}
WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
# A figure or word with what joins it ("1,234.5", "J&T", "don’t"), spaces, a sign or wide character.
WORD = re.compile(rf"[^\W{WIDE}]+(?:[.,’'&-][^\W{WIDE}]+)*|\s+|.", re.DOTALL)
SECONDS = 0.5  # after which the comparison gets coarser; never wrong
AROUND = 12  # words shown on either side of what changed

Part = tuple[str, str]


def compare(before: str, after: str) -> list[Part]:
    """Return the parts of both in order, each as (KEPT, WAS or IS, text).

    All but IS make up `before`, all but WAS make up `after`.
    """
    numbers: dict[str, str] = {}
    coded = [_coded(text, numbers) for text in (before, after)]
    words = list(numbers)
    differ = diff_match_patch()
    differ.Diff_Timeout = SECONDS
    diffs = differ.diff_main(*coded, False)
    differ.diff_cleanupSemantic(diffs)
    return [(KINDS[kind], "".join(words[_number(code)] for code in codes)) for kind, codes in diffs]


def abridged(before: str, after: str) -> list[Part]:
    """Return what `compare` does, with " … " in place of what is far from any change."""
    parts = compare(before, after)
    last = len(parts) - 1
    return [
        (kind, _cut(text, head=place > 0, tail=place < last) if kind == KEPT else text)
        for place, (kind, text) in enumerate(parts)
    ]


def diff_html(before: str, after: str) -> SafeString:
    """Return the abridged comparison with what was in `del` and what is in `ins`."""
    return format_html_join("", "{}", ((piece,) for piece in _html(abridged(before, after))))


def diff_text(before: str, after: str) -> str:
    """Return the abridged comparison as two lines, one for each wording that is not empty."""
    parts = abridged(before, after)
    wordings = ((_("Was: %(words)s"), IS), (_("Now: %(words)s"), WAS))  # each is all but the other
    lines = [(form, "".join(text for kind, text in parts if kind != other)) for form, other in wordings]
    return "\n".join(form % {"words": " ".join(text.split())} for form, text in lines if text.strip())


def _coded(text: str, numbers: dict[str, str]) -> str:
    """`text` with one character for each word; what each stands for is noted in `numbers`."""
    return "".join(numbers.setdefault(word, _code(len(numbers))) for word in WORD.findall(text))


def _code(number: int) -> str:
    return chr(number + 1 if number < 0xD7FF else number + 0x801)  # past the surrogates


def _number(code: str) -> int:
    return ord(code) - 1 if ord(code) < 0xD800 else ord(code) - 0x801


def _cut(text: str, *, head: bool, tail: bool) -> str:
    """The first words of `text` where a change stands before it, the last where one follows."""
    words = WORD.findall(text)
    shown = 2 * AROUND  # a word and the space after it
    if not (head or tail) or len(words) <= shown * (head + tail) + 4:
        return text
    first = "".join(words[:shown]).rstrip() if head else ""
    last = "".join(words[-shown:]).lstrip() if tail else ""
    return " … ".join([first, last]) if head and tail else f"{first} …" if head else f"… {last}"


def _html(parts: list[Part]) -> Iterator[SafeString]:
    before = KEPT
    for kind, text in parts:
        lines = format_html_join(trusted("<br>"), "{}", ((line,) for line in text.split("\n")))
        if kind == KEPT:
            yield lines
        elif kind == WAS:
            yield format_html("<del>{}</del>", lines)
        else:
            yield format_html("{}<ins>{}</ins>", " " if before == WAS else "", lines)
        before = kind
