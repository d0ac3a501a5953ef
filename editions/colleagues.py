"""Which colleagues a text names: @username, @first name, @FullName or @"Full Name", also @林薇. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

# Chinese, Japanese and Korean are written without spaces: a name may stand within other words.
_LETTERS = r"[^\W぀-ヿ㐀-鿿가-힯]"
_MARK = rf"(?<!{_LETTERS})@"  # no letter before it, as there is in an address of mail
_SPACELESS = re.compile(r"[぀-ヿ㐀-鿿가-힯]$")
_QUOTED = r'["“]([^"“”\n]{1,150})["”]'


@dataclass(frozen=True)
class Colleague:
    """What a person may be called; `id` is handed back."""

    id: int
    username: str
    first: str = ""
    last: str = ""


def named(text: str, colleagues: Iterable[Colleague]) -> list[int]:
    """Return the ids of those whom `text` names, in its order, each once.

    A username is one person's. Any other name counts only where it is one person's too.
    """
    usernames, names = _names(colleagues)
    known = sorted(usernames.keys() | names.keys(), key=len, reverse=True)
    one_of = "|".join(re.escape(name) + _end(name) for name in known)
    found = re.compile(rf"{_MARK}(?:{_QUOTED}|({one_of}))", re.IGNORECASE)
    ids = []
    for quoted, plain in found.findall(_plain(text)):
        name = _key(quoted or plain)
        called = {usernames[name]} if name in usernames else names.get(name, set())
        ids += called if len(called) == 1 else ()
    return list(dict.fromkeys(ids))


def has_mark(text: str) -> bool:
    """Tell whether `text` has an @ that would name somebody."""
    return re.search(rf"{_MARK}\S", _plain(text)) is not None


def _names(colleagues):
    usernames, names = {}, defaultdict(set)
    for one in colleagues:
        usernames[_key(one.username)] = one.id
        first, last = _plain(one.first), _plain(one.last)
        joined = (f"{first}{last}".replace(" ", ""), f"{last}{first}".replace(" ", ""))
        for name in (first, f"{first} {last}", *joined):
            names[_key(name)].add(one.id)
    names.pop("", None)
    return usernames, names


def _end(name):
    """What must follow a name: not more of a word, and not the rest of an address."""
    return "" if _SPACELESS.search(name) else rf"(?!{_LETTERS}|@|[.-]{_LETTERS})"


def _plain(text):
    """The text with one form of each character: ＠ of a Chinese keyboard is @."""
    return unicodedata.normalize("NFKC", text)


def _key(name):
    return " ".join(_plain(name).casefold().split())
