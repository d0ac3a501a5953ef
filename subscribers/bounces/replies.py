"""Mail of people and of their machines: who asks to leave, and what answers by itself. Pure."""

import re
from email.utils import parseaddr

from subscribers.bounces import mail
from subscribers.bounces.told import AUTO, LEAVE, Told

ANSWER = re.compile(r"^(?:(?:re|aw|sv|fwd?|回复|答复|回覆)\s*[:：]\s*)+", re.IGNORECASE)
ASKS = re.compile(
    r"(?:please |pls |kindly |i want to |i would like to )?"
    r"(?:un-?subscribe|remove|opt[ -]?out|take me off|signoff|stop)"
    r"(?: me| us)?(?: from (?:this|the|your|all) [\w -]{1,40})?(?: please)?(?:,? thank(?:s| you))?"
    r"|td|(?:请|請|我要|申请|麻烦)?(?:帮我)?(?:退订|退訂|取消订阅|取消訂閱)(?:邮件|郵件|谢谢|，谢谢)?",
    re.IGNORECASE,
)
# Leave, with no more words around it, whatever machine sent it for its owner.
BY_SUBJECT = re.compile(r"(?:un-?subscribe|退订|退訂|取消订阅|取消訂閱)", re.IGNORECASE)
AUTOMATIC = re.compile(
    r"out of (?:the )?office|auto(?:matic|mated)?[ -]?(?:reply|response|answer|respond)|autoreply"
    r"|vacation|on (?:annual |parental |sick )?(?:leave|holiday)|away from|i am away|no longer with"
    r"|abwesen|automatische antwort|réponse automatique|absence|respuesta automática|fuera de"
    r"|risposta automatica|автоответ|автоматический ответ"
    r"|自动(?:回复|答复|应答)|自動(?:回覆|回復|答覆)|外出|休假|不在办公室",
    re.IGNORECASE,
)
MACHINES = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponse",
    "x-mail-autoreply",
    "x-vacation",
    "x-auto-reply",
)
PRECEDENCES = ("auto_reply", "auto-reply", "bulk", "junk", "list")


def read(report: mail.Mail) -> list[Told]:
    """Return that somebody asks to leave, or that a machine wrote, or nothing."""
    sender = parseaddr(report.get("from"))[1]
    subject = ANSWER.sub("", report.get("subject")).strip(" .!。！")
    leaves = [Told(LEAVE, sender=sender, diagnostic=report.get("subject")[:200])]
    if BY_SUBJECT.fullmatch(subject):
        return leaves
    if _is_automatic(report):
        return [Told(AUTO, sender=sender)]
    first = _first_line(report.text)
    return leaves if ASKS.fullmatch(subject) or ASKS.fullmatch(first) else []


def _is_automatic(report: mail.Mail) -> bool:
    submitted = report.get("auto-submitted").lower()
    return bool(
        (submitted and not submitted.startswith("no"))
        or any(report.get(name) for name in MACHINES)
        or report.get("precedence").lower() in PRECEDENCES
        or report.part("message/disposition-notification")
        or AUTOMATIC.search(report.get("subject"))
    )


def _first_line(text: str) -> str:
    """What somebody wrote first, above what they answer."""
    for line in text.splitlines()[:20]:
        words = line.strip().strip(" .!。！,，")
        if words:
            return "" if words.startswith((">", "On ", "在")) else words[:200]
    return ""
