"""Which column of a file is what, from its heading. Pure."""

import re

# What a column may be, and what the select beside it calls that.
TARGETS = {
    "address": "Address",
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "status": "Status",
    "left": "Left: yes, or when",
    "bounced": "Bounced: yes, or when",
    "choice": "Choice",
    "language": "Language",
    "joined": "Joined: when",
    "consent": "Consent: when",
    "words": "Consent: to what, and where",
}
HEADINGS = {
    "address": "email emailaddress mail address emailadresse 邮箱 邮件 电子邮件 电子邮箱 邮箱地址",
    "name": "name fullname membername 姓名 名字",
    "first_name": "firstname fname givenname vorname 名",
    "last_name": "lastname lname surname familyname nachname 姓",
    "status": "status state subscriptionstatus subscribertype 状态",
    "left": "unsubscribedat unsubscribed leftat unsubtime unsubscriptiondate 退订时间",
    "bounced": "bounced bouncedat cleantime",
    "choice": "choice",
    "language": "language lang locale 语言",
    "joined": "joined joinedat createdat signupdate subscribedat dateadded creationdate 订阅时间",
    "consent": "consent consentat consentdate optintime confirmtime confirmedat optindate 同意时间",
    "words": "consentwords consentsource consentfrom source optinsource 来源",
}
TARGET_OF = {heading: target for target, words in HEADINGS.items() for heading in words.split()}


def plain(heading: str) -> str:
    """Return a heading without case, spaces and marks: “E-mail Address” is “emailaddress”."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def guess(headings: list[str]) -> dict[str, int]:
    """Return the place of each target that a heading names; the first of two."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        target = TARGET_OF.get(plain(heading))
        if target and target not in found:
            found[target] = place
    return found


def are_headings(cells: list[str]) -> bool:
    """Whether the first record names columns: it holds no address."""
    return not any("@" in cell for cell in cells)


def place_of_addresses(records: list[list[str]]) -> int | None:
    """Return the column that holds most addresses, for a file without headings."""
    counts: dict[int, int] = {}
    for cells in records:
        for place, cell in enumerate(cells):
            if "@" in cell:
                counts[place] = counts.get(place, 0) + 1
    return max(counts, key=lambda place: counts[place]) if counts else None
