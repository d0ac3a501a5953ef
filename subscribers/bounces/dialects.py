"""Bounces that are written for people, each server in its own way. Pure.

`flufl.bounce` knows many of them and says who bounced; what it says of how is not believed.
"""

import re

from flufl.bounce import all_failures

from subscribers.bounces import classes, mail
from subscribers.bounces.told import AUTO, BOUNCE, Told

DAEMON = re.compile(
    r"mailer-?daemon|post ?-?master|mail(?:er)? (?:delivery|administrator)|mail ?delivery ?(?:sub)?system"
    r"|mdaemon|<>|bounce|系统退信|退信",
    re.IGNORECASE,
)
FAILED = re.compile(
    r"undeliver|un-?deliverable|deliver\w*[ -](?:status|fail|problem|notif|report|error)"
    r"|(?:failure|failed|error)[ -](?:notice|notif|deliver|mail|sending)|returned (?:mail|to sender)"
    r"|mail (?:system error|deliver|could not|not deliver)|could not be delivered|failure delivering"
    r"|non ?-?remis|unzustellbar|не доставлено|недоставлен"
    r"|退信|退回|投递失败|投遞失敗|无法(?:送达|投递)|未(?:能)?送达|发送失败",
    re.IGNORECASE,
)
DELAYED = re.compile(
    r"\bdelayed\b|still trying|will (?:be retried|keep trying|continue to try)|no action is required"
    r"|not yet been delivered|do not need to (?:re)?send|延迟|稍后将继续",
    re.IGNORECASE,
)
# Where the message that came back begins: its words are ours, and say nothing of why.
RETURNED = re.compile(
    r"^[\s>*=_-]*(?:below this line|original message|(?:this|here|included|attached) is a? ?copy|a copy of"
    r"|the (?:header|body|original)|(?:your )?returned message|message (?:text|header)s? follow"
    r"|----- ?(?:message|original)|原(?:始|文)?邮件|received: |return-path: |dkim-signature: |message-id: )",
    re.IGNORECASE | re.MULTILINE,
)
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"'@：；，（）【】]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24}")
MOST_RECIPIENTS = 20
NEAR = 1200  # characters after an address speak of it


def read(report: mail.Mail) -> list[Told]:
    """Return what is told of each recipient, or nothing where it does not look like a bounce."""
    failed = ADDRESS.findall(report.get("x-failed-recipients"))[:MOST_RECIPIENTS]
    by_subject = FAILED.search(report.get("subject"))
    from_daemon = DAEMON.search(report.get("from")) or report.get("return-path") == "<>"
    if not (failed or by_subject or (from_daemon and FAILED.search(report.text[:2000]))):
        return []
    late, found = _who(report)
    if not (failed or from_daemon or late or found):
        return []
    text, found = _words(report.text), failed or found
    if DELAYED.search(report.get("subject")) or (DELAYED.search(text) and not found):
        return [Told(AUTO)]
    if late and not found:
        return [Told(AUTO, recipient=late[0])]
    return [_bounce(address, text, found) for address in found or [_first(text)]]


def _who(report: mail.Mail) -> tuple[list[str], list[str]]:
    """Who was told to be late and who bounced, as far as flufl.bounce can tell."""
    try:
        late, failed = all_failures(report.message)
    except Exception:  # whatever damaged mail makes it stumble over
        return [], []
    return _some(late), _some(failed)


def _some(addresses: frozenset[bytes]) -> list[str]:
    found = sorted(address.decode("ascii", "replace") for address in addresses)
    return [address for address in found if ADDRESS.fullmatch(address)][:MOST_RECIPIENTS]


def _first(text: str) -> str:
    found = ADDRESS.search(text)
    return found[0] if found else ""


def _words(text: str) -> str:
    """The text up to the message that came back."""
    found = RETURNED.search(text, 1)
    return text[: found.start()] if found and found.start() > 40 else text


def _bounce(recipient: str, text: str, all_of_them: list[str]) -> Told:
    """Class a recipient by what stands after the address, up to the next one's."""
    start = text.lower().rfind(recipient.lower()) if recipient else -1
    said = text[max(start, 0) :]
    if start >= 0 and recipient.lower() in text.lower()[:start]:
        said = text[text.lower().find(recipient.lower()) :]
    ends = [said.lower().find(other.lower(), 1) for other in all_of_them if other != recipient]
    said = said[: min([NEAR, *(end for end in ends if end > 0)])]
    code = classes.telling_code("", said)
    bounce = classes.classify(None, "", said)
    return Told(BOUNCE, recipient=recipient, bounce=bounce, code=code, diagnostic=" ".join(said.split()))
