"""What one line of a roundup is: heading, bullet, rule, a page's furniture, an address, or words.

A backslash at the start of a line says that the rest is words, whatever it looks like. Pure.
"""

import re
from itertools import pairwise

LAYOUTS = ("briefs", "single", "feature", "numbers", "quote", "sponsor")

HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?$")
BULLET = re.compile(
    r"(?P<indent>[ \t]*)(?:(?:[-*–]|\d{1,3}[.)])(?:[ \t]+|$)|[•●·▪◦‣■][ \t]*|\d{1,3}、[ \t]*)(?P<words>.*)$"
)
RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,}|—{3,}|─{2,}|(?:\* ?){3,})$")
BOLD = re.compile(r"(?:\*\*((?:\\[\\*]|[^*\\])+)\*\*|__([^_]+)__)$")
ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?$", re.IGNORECASE)

FURNITURE = re.compile(
    r"""
    (?P<caption>
        (?:photos?|images?|pictures?)(?:\ credits?|\ courtesy|\ by)?\s*[:：].{0,80}$
      | (?:图片?|图源|图片来源|配图|摄影)\s*[:：].{0,60}$
    )
  | (?P<more>
        \[?(?:read\ more|(?:to\ )?read\ the\ full\ (?:story|article)|continue\ reading|click\ here)
            (?:$|\s*[]:：»→>…(,.]|\s+(?:here|about|on|at|from|to)\b).{0,200}$
      | related(?:\ (?:story|stories|articles?|reading))?\s*[:：].{0,200}$
      | (?:阅读更多|阅读原文|查看原文|点击阅读|相关阅读|延伸阅读).{0,100}$
    )
  | (?P<button>
        (?:share(?:\ this(?:\ article|\ story)?|\ on\ [\w ]{1,20})?|advertisement|subscribe(?:\ now)?
            |sign\ up|log\ in|sign\ in|unsubscribe
            |view\ in\ browser|back\ to\ top|skip\ to\ (?:main\ )?content
            |open\ wechat\ and\ scan\ the\ qr\ code|forwarded\ this\ email\?.{0,60})[.!]?$
      | (?:扫码关注|扫一扫.{0,20}|分享[到至].{0,20}|返回顶部|广告)$
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
REASONS = {"caption": "the caption of a picture", "more": "a link to more", "button": "a button of the page"}
LONGEST_FURNITURE = 300
LEADS_IN = re.compile(r"here(?:['’]s| is| are) (?:what|the)\b|以下是", re.IGNORECASE)
WIDTHS = range(60, 121)  # at which mail programs and editors break lines


def unwrap(lines: list[str]) -> list[str]:
    """Join the lines that a mail program broke, if that is what happened to these."""
    spaced = [len(line) for line in lines if " " in line.strip() and "://" not in line]
    width = max(spaced, default=0)
    if width not in WIDTHS:
        return lines
    broken = [_runs_on(line, following, width) for line, following in pairwise(lines)]
    pairs = sum(bool(line.strip() and following.strip()) for line, following in pairwise(lines))
    open_ended = any(here and not _ends(line) for here, line in zip(broken, lines, strict=False))
    if not open_ended or sum(broken) * 2 < pairs:
        return lines
    joined = [lines[0]]
    for here, line in zip(broken, lines[1:], strict=True):
        if here:
            joined[-1] = joined[-1].rstrip() + " " + line.strip()
        else:
            joined.append(line)
    return joined


def _runs_on(line: str, following: str, width: int) -> bool:
    """Say whether `line` is full, so that the next word did not fit, or stops within a sentence."""
    words = following.split(None, 1)
    if not line.strip() or not words or BULLET.match(following) or RULE.match(following.strip()):
        return False
    full = len(line.rstrip()) + 1 + len(words[0]) > width
    return full or (len(line) > width * 0.7 and words[0][0].islower() and not _ends(line))


def _ends(line: str) -> bool:
    return bool(re.search(r"[.!?:;][\"'”’)]*$", line.rstrip()))


def furniture(line: str) -> str:
    """Return what part of a web page `line` is, or nothing if it is part of the text."""
    match = FURNITURE.match(line) if len(line) <= LONGEST_FURNITURE else None
    return REASONS[match.lastgroup or ""] if match else ""


def could_be_heading(words: str) -> bool:
    """Say whether a line without signs is short and open enough to be a heading."""
    short = len(words) <= 100 and len(re.findall(r"[\u3040-\u9fff]", words)) <= 40
    return bool(
        short
        and re.search(r"[^\W\d_]", words)
        and not re.search(r"[.!,;:。！，；：、…—-][\"'”’)）」』]*$", words)
        and not LEADS_IN.match(words)
        and not ADDRESS.match(words)
    )


def escape(line: str, *, verbatim: bool = False) -> str:
    """Return `line` with a backslash before it if it could be read as anything but words.

    In a `verbatim` part, which has no bullets of ours, lists and indents stand for themselves.
    """
    structure = line.startswith("\\") or HEADING.match(line) or RULE.match(line) or ADDRESS.match(line)
    if not verbatim:
        structure = structure or line[:1].isspace() or BULLET.match(line)
    return "\\" + line if structure or furniture(line.strip()) else line


def unescape(line: str) -> str:
    return line.removeprefix("\\")


def split_marker(heading: str) -> tuple[str, str]:
    """Return the words of a heading and the layout that it names: "By the numbers {numbers}"."""
    marker = _MARKER.search(heading)
    if not marker:
        return heading, ""
    if marker["escapes"]:
        return heading[: marker.start()] + heading[marker.start() + 1 :], ""
    return heading[: marker.start()].rstrip(), marker["layout"]


def escape_marker(heading: str) -> str:
    marker = _MARKER.search(heading)
    return heading[: marker.start()] + "\\" + heading[marker.start() :] if marker else heading


_MARKER = re.compile(rf"(?P<escapes>\\*)\{{(?P<layout>{'|'.join(LAYOUTS)})\}}$")
