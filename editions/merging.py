"""Two texts that were both made from a third, put together where their changes do not touch. Pure."""

from editions.worddiff import IS, KEPT, compare

Edit = tuple[int, int, str]  # from, to, and what stands there instead


def merged(base: str, theirs: str, mine: str) -> str | None:
    """Return `base` with the changes of both; None where a change of one touches one of the other."""
    made, also = edits(base, theirs), edits(base, mine)
    others = [edit for edit in also if edit not in made]
    if any(one[0] <= other[1] and other[0] <= one[1] for one in made for other in others):
        return None
    text = base
    for start, end, instead in sorted([*made, *others], reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def edits(before: str, after: str) -> list[Edit]:
    """Return what makes `after` of `before`, as places in `before`."""
    found: list[Edit] = []
    start = end = 0
    instead = ""
    for kind, text in [*compare(before, after), (KEPT, "")]:
        if kind == KEPT:
            if end > start or instead:
                found.append((start, end, instead))
            start = end = end + len(text)
            instead = ""
        elif kind == IS:
            instead += text
        else:
            end += len(text)
    return found
