"""What major mail programs drop from an email: styles, sheets and elements. Pure.

Our template uses none of them, and the sanitiser lets none through: this notices when either changes.
The dark and narrow rules of the sheet in the head are meant to be lost without harm, so `@media` is none.

Source: caniemail.com, the page of each feature: what Gmail, Outlook on Windows or Yahoo do not support.
"""

import re
from collections.abc import Iterator

from editions.document import EditionDocument
from editions.preflight.context import Context
from editions.preflight.findings import WARNING, Finding, rule
from editions.preflight.mail import EMAIL, mail_of

GMAIL, OUTLOOK, BOTH = "Gmail", "Outlook on Windows", "Gmail and Outlook on Windows"

# what is dropped, the pattern that finds it in a style, and who drops it
STYLES = [
    (what, re.compile(pattern, re.IGNORECASE), who)
    for what, pattern, who in (
        ("position", r"(?<![\w-])position\s*:\s*(?!static\b)", BOTH),
        ("float", r"(?<![\w-])float\s*:\s*(?!none\b)", OUTLOOK),
        ("display: flex", r"(?<![\w-])display\s*:\s*(?:inline-)?flex\b", OUTLOOK),
        ("display: grid", r"(?<![\w-])display\s*:\s*(?:inline-)?grid\b", BOTH),
        ("a background image", r"(?<![\w-])background(?:-image)?\s*:[^;}]*\burl\(", OUTLOOK),
        ("a gradient", r"(?<![\w-])background(?:-image)?\s*:[^;}]*-gradient\(", OUTLOOK),
        ("transform", r"(?<![\w-])transform\s*:\s*(?!none\b)", BOTH),
        ("an animation", r"(?<![\w-])animation(?:-name)?\s*:|@keyframes\b", BOTH),
        ("a variable", r"\bvar\(\s*--", BOTH),
        ("@import", r"@import\b", BOTH),
        ("@font-face", r"@font-face\b", BOTH),
    )
]
ELEMENTS = {
    "script": "every program",
    "iframe": "every program",
    "object": "every program",
    "embed": "every program",
    "form": OUTLOOK,
    "input": OUTLOOK,
    "button": OUTLOOK,
    "video": BOTH,
    "audio": BOTH,
    "svg": BOTH,
    "canvas": BOTH,
    "link": BOTH,
}
STYLE = re.compile(r"""\bstyle=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
SHEET = re.compile(r"<style\b[^>]*>(.*?)</style>", re.IGNORECASE | re.DOTALL)
NAME = re.compile(r"<([a-zA-Z][\w-]*)")


@rule(
    "mail.dropped",
    WARNING,
    "Style or element that mail programs drop",
    example='An email template with style="float:left", which Outlook on Windows drops',
)
def dropped(document: EditionDocument, context: Context) -> Iterator[Finding]:
    if not context.is_mailed:
        return
    mail = mail_of(document)
    attributes = {part for tag in mail.tags for pair in STYLE.findall(tag) for part in pair}
    styles = "\n".join([*sorted(attributes), *SHEET.findall(mail.html)])
    for what, pattern, who in STYLES:
        if found := pattern.search(styles):
            yield _finding(what, who, found[0])
    names = {name[1].lower() for tag in mail.tags if (name := NAME.match(tag))}
    for name in sorted(names & ELEMENTS.keys()):
        yield _finding(f"<{name}>", ELEMENTS[name], f"<{name}")


def _finding(what: str, who: str, passage: str) -> Finding:
    return Finding(EMAIL, f"The email uses {what}, which {who} will drop: do without it.", passage.strip())


CHECKS = (dropped,)
