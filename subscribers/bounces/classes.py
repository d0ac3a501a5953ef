"""Of which class a refusal is: the mailbox is nowhere, it takes nothing now, or what we send is refused.

Most refusals are about policy, content, reputation or a full mailbox. Only one that says that the mailbox or
its domain is not there is hard; in doubt it is not. Pure.
"""

import re

from subscribers.bounces import phrases

HARD, SOFT, BLOCK = "hard", "soft", "block"

# Bad mailbox, bad system, bad syntax, moved away, a domain that takes no mail, no way to it.
# Source: RFC 3463, sections 3.2 and 3.5, and RFC 7505.
NOWHERE = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"}
# A server that says these says nothing.
VAGUE = {"", "5.0.0", "5.1.0", "5.3.0", "5.5.0"}
# Our sender, or the size of what we send. Source: RFC 3463, sections 3.2 to 3.4.
ABOUT_US = {"1.7", "1.8", "1.9", "2.3", "3.4"}
PROTOCOL, CONTENT, POLICY = "5", "6", "7"  # subjects of RFC 3463
REFUSED_WITHOUT_A_WORD = {500, 501, 502, 503, 504, 521, 530, 535, 554, 555, 571}
TAKES_NO_MAIL = 556  # Source: RFC 7504.

REPLY = re.compile(r"(?:^|[\s;:(<#\"'])([45]\d\d)(?=[\s#-])")
ENHANCED = re.compile(r"(?<![\d.])([45])\.(\d{1,3})\.(\d{1,3})(?![\d.]\d)")


def classify(smtp_code: int | None, enhanced: str, text: str) -> str:
    """Return the class of a refusal: HARD, SOFT or BLOCK.

    `enhanced` is the code of RFC 3463 where one was given apart from `text`, the server's own words; a more
    telling one among these is believed before it.
    """
    said = phrases.plain(text)
    code = telling_code(enhanced, text)
    subject, detail = code[2:].split(".") if code else ("", "")
    if _transient(smtp_code or _reply(text), code):
        return BLOCK if subject == POLICY or phrases.BLOCKED.search(said) else SOFT
    # Exchange Online, where the directory has no such recipient.
    if code == "5.4.1" and "recipient address rejected: access denied" in said:
        return HARD
    if phrases.FULL.search(said):
        return SOFT
    if phrases.BLOCKED.search(said):
        return BLOCK
    if phrases.LATER.search(said):
        return BLOCK if subject in (CONTENT, POLICY) else SOFT
    if f"{subject}.{detail}" in ABOUT_US:
        return BLOCK
    if _is_nowhere(smtp_code or _reply(text), code, said):
        return HARD
    if subject in (PROTOCOL, CONTENT, POLICY):
        return BLOCK
    if code in VAGUE and (smtp_code or _reply(text)) in REFUSED_WITHOUT_A_WORD:
        return BLOCK
    return SOFT


def _is_nowhere(reply: int | None, code: str, said: str) -> bool:
    if code in NOWHERE or reply == TAKES_NO_MAIL or phrases.NOWHERE.search(said):
        return True
    vague = code in VAGUE and reply in (550, 551, 553)
    return vague and bool(phrases.PERHAPS_NOWHERE.search(said))


def _transient(reply: int | None, code: str) -> bool:
    """A “4” in either of them says that it may yet be taken."""
    return code.startswith("4.") or (reply is not None and 400 <= reply < 500)


def _reply(text: str) -> int | None:
    found = REPLY.search(text[: phrases.LONGEST])
    return int(found[1]) if found else None


def telling_code(enhanced: str, text: str) -> str:
    """Return the enhanced code that says most: from the words, unless it is a vague one there."""
    for words in (text[: phrases.LONGEST], enhanced):
        for found in ENHANCED.finditer(words):
            code = ".".join(str(int(part)) for part in found.groups())
            if code not in VAGUE and code not in ("4.0.0",):
                return code
    found = ENHANCED.search(enhanced) or ENHANCED.search(text[: phrases.LONGEST])
    return ".".join(str(int(part)) for part in found.groups()) if found else ""
