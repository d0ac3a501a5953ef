"""What mail servers say in words, where their codes are missing or lie.

Our own reading of what Gmail, Outlook and Exchange, Yahoo, iCloud, GMX, mail.ru, Yandex, QQ, NetEase, Sina,
Aliyun, Coremail, Postfix, Exim, Sendmail, qmail, Proofpoint, Mimecast, Barracuda and Cisco say in public
descriptions. Each pattern reads a text as `plain` leaves it. Pure.
"""

import re

LONGEST = 4000  # characters; a server needs no more to say why
CONTINUED = re.compile(r"(?m)^\s*[245]\d\d-(?:[245]\.\d{1,3}\.\d{1,3} )?")
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']{1,128}@[^\s<>()\[\]:;,\"']{1,255}")
WEB = re.compile(r"\b(?:https?://|www\.)\S+")
LABEL = re.compile(r"unknown address error")  # Cisco writes it before whatever the other server said
SPACES = re.compile(r"\s+")
LISTS = re.compile(r"spamhaus|spamcop|sorbs\.net|barracudacentral|surbl|uribl|abuseat|dnsbl|dnsbl-lookup")


def plain(text: str) -> str:
    """Return `text` in lower case, on one line, without addresses: these may hold any word.

    Of a web address only the name of a blocklist is kept.
    """
    text = CONTINUED.sub(" ", text[:LONGEST]).lower().replace("’", "'")
    text = WEB.sub(lambda found: " blocklist " if LISTS.search(found[0]) else " ", ADDRESS.sub(" ", text))
    return SPACES.sub(" ", LABEL.sub(" ", text)).strip()


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# Who or what is not there, and what is said of it.
WHO = (
    r"(?:users?|recipients?|mailbox(?:es)?|mail box|account|address(?:es|ee)?|alias|person|customer|username"
    r"|inbox|destination)"
)
# Not “unknown mailer error”, “unknown reason”.
UNKNOWN = r"unknown(?! (?:mail|error|reason|cause|problem|command|failure|status|response|protocol))"
GONE = (
    rf"(?:{UNKNOWN}|not ?found|(?:does|do|did|is|are|was)? ?n[o']t exists?|does ?n'?t exist"
    r"|do(?:es)? no(?:t)? exists?|non-?exist[ea]nt|not known|not valid|not recogni[sz]ed|is invalid"
    r"|inactive|disabled|deactivated|discontinued|no longer|not active"
    r"|not present in|could ?n[o']t be found|not a (?:valid|known|local))"
)

FULL = _any(
    r"quota",
    r"mail ?box (?:is )?(?:almost )?full",
    r"(?:mailbox|mailfolder|maildir|inbox|account|folder) (?:is )?(?:over|full)",
    r"full mail ?box",
    r"out of (?:storage|disk) ?space",
    r"(?:in ?sufficient|not enough|exceeded) (?:mailbox )?(?:system )?(?:storage|disk|space)",
    r"(?:space|storage|capacity) (?:is )?(?:not enough|exceeded|used up|full)",
    r"mailbox (?:size )?(?:limit )?(?:has )?exceed",
    r"mailbox would exceed",
    r"mailbox exceeded",
    r"too many messages",
    r"boîte (?:aux lettres )?pleine|boite du destinataire pleine|postfach (?:ist )?voll",
    r"空间不足|容量不足|容量已?满|邮箱已?满|超[过出].{0,8}(?:容量|配额|空间)",
)

BLOCKED = _any(
    r"spam|\bube\b|unsolicited|\bjunk\b|bulk (?:e-?mail|mail|sender|advertising)",
    r"black ?-?list|block ?-?list|deny ?-?list|\brbl\b|\bdnsbl\b|\bsorbs\b|barracuda reputation",
    r"block(?:ed|ing)\b|\bban(?:ned)?\b|reputation|complain|abus(?:e|ive)|suspicious|bounce attack",
    r"\bdmarc\b|\bspf\b|\bdkim\b|authenti[cf]|unauthori[sz]ed|not ?authori[sz]ed|not allowed|not permitted",
    r"polic(?:y|ies)|prohibit|restrict|forbidden|administrative|not welcome|go away",
    r"content (?:is )?(?:reject|den|filter)|message (?:was )?filtered",
    r"(?:unacceptable|offensive|banned) content",
    r"virus|malware|phish|forged|spoof",
    r"relay|rcpthosts",
    r"sender (?:address|domain|verif|id|invalid|is|was|rejected|denied|frequency|unknown|or)",
    r"invalid sender|fake sender|sender's|bad sender|null sender|envelope (?:from|sender)|return ?-?path",
    r"mail from\b.{0,40}(?:rejected|invalid|denied)|all messages from|(?:mail|messages?) from you",
    r"your (?:ip|host|server|domain|network)\b|client host|reverse dns",
    r"(?:sending|sender|source|this|from|suspected) ip|\bip (?:is|name|in|not)",
    r"ip address(?:es)? .{0,30}(?:listed|rejected|denied)",
    r"\bptr\b|\b(?:helo|ehlo)\b",
    r"access (?:is )?den[iy]|connection denied|frequency|rate[ -]limit|grey ?-?list|gray ?-?list",
    r"(?:reject|refus)ed by (?:the )?recipient|recipient(?:'s)? preferences|only accept",
    r"(?:message|mail|data|header|attachment)s? (?:file )?(?:is )?(?:size|too (?:large|big|long))",
    r"size limit|maximum (?:message |mail )?size|exceed\w* (?:the )?(?:maximum |max )?(?:message|mail) ?size",
    r"\b(?:dt|mi|hl|wm|rp|ib):[a-z]{3}\b",  # NetEase: each of them is about the sender
    r"垃圾邮件|黑名单|拒收|违规|频率|限制|反垃圾|病毒",
)

LATER = _any(
    r"try(?:ing)? again|temporar|currently|defer|delayed|throttl|too (?:many|quickly|fast|much|busy)",
    r"receiving (?:mail|messages) (?:at a rate|too)",
    r"expired|time(?:d)?[ -]?out|(?:in the|in) queue|too long|retry time|have been failing",
    r"connection (?:refused|reset|lost|dropped|closed)|lost connection|not connect|no route|unreachable",
    r"suspended|\blocked\b|frozen|hang ?up",
    r"overload|\bbusy\b|system (?:error|resources|problem|not accepting|failure)|internal (?:server )?error",
    r"稍后|暂时|超时|冻结",
)

NOWHERE = _any(
    rf"\b{WHO}\b.{{0,40}}?\b{GONE}",
    r"(?:user|mail ?box|account|address) (?:is |was |has been )?(?:closed|deleted|removed)",
    rf"(?:{UNKNOWN}|invalid|inactive|no such|bad|wrong|non-?exist[ea]nt|illegal|unrecogni[sz]ed"
    rf"|not a (?:valid|known|local)) (?:or \w+ )?(?:\w+ ){{0,2}}?(?:e-?)?(?:mail ?)?{WHO}\b",
    r"unknown local[ -]?part|unrout(?:e)?able (?:mail )?(?:address|domain)|badrcptto|validrcptto",
    r"no (?:one|account|mail ?box|user|person)(?: here)? (?:here )?by that name|no one at this address",
    r"does ?n[o']t have an? .{0,60}account|user .{0,60} is not found|no (?:mail ?box|user) here",
    r"that you tried to reach (?:is disabled|does not exist)",
    r"adr\.(?:ex)?recip(?:ient)? ?not ?found",
    r"host (?:or domain name )?(?:is )?(?:unknown|not found)|unknown (?:host|domain)|no such (?:host|domain)",
    r"domain (?:name )?(?:does ?n[o']t exist|not found|is unknown)|could ?n[o']?t find any host",
    r"null ?mx|nxdomain|non-?existent (?:hosts?|domain)",
    r"unbekannt|existiert nicht|utilisateur inconnu|nessun utente",
    r"usuario no existe|no existe (?:ese|el) usuario",
    r"(?:用户|用戶|收件人|邮箱|郵箱|帐号|账号|帳號|地址|域名).{0,8}(?:不存在|未找到|未开通|已注销|无效)|无此(?:用户|邮箱)|没有此用户",
)

# It may be nobody, or any reason that a server keeps to itself: believed where its code says nothing else.
PERHAPS_NOWHERE = _any(
    r"mail ?box (?:is )?(?:unavailable|invalid|cannot be delivered)|unavailable mail user",
    r"(?:address|recipient) (?:address )?rejected|rejected recipient|recipient (?:is )?not (?:accepted|ok)",
    r"not our customer",
)
