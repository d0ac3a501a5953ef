"""How often the links of a mailing are followed, where the newsroom counts it: totals, never a person.

A link leads over an address of our own, the same for everybody who got the mailing. It is signed, so that
it leads nowhere but to what stood in the mailing.
"""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from html import unescape

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.urls import reverse

from subscribers.links import secrets
from subscribers.models import Link
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE

HREF = re.compile(r'(<a\b[^>]*?\shref=")(https?://[^"]*)(")')
AFTER = r"(?![^\s)>\]])"  # in the text, an address ends with its line or its bracket
NUMBER, SIGNATURE = 6, 12  # bytes
# Whoever opens more than so many links of a mailing within so many seconds reads none of them.
BURST, SECONDS = 5, 10


def rewrite(mailing, html, text):
    """Return the HTML and the text of a rendition with its links led over ours, where clicks are counted.

    Called once for each distinct content, before it is stored: the text is changed where it holds an
    address that is linked in the HTML. Links to leave and to preferences stay as they are.
    """
    if not settings.COUNT_CLICKS:
        return html, text
    ours = _addresses(mailing, dict.fromkeys(unescape(found[1]) for found in HREF.findall(html)))
    html = HREF.sub(lambda found: found[1] + ours.get(unescape(found[2]), found[2]) + found[3], html)
    if ours:
        longest_first = sorted(ours, key=len, reverse=True)
        written = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){AFTER}")
        text = written.sub(lambda found: ours[found[0]], text)
    return html, text


def link_of(token):
    """Return the Link of a token. Raises Link.DoesNotExist where it is none of ours."""
    try:
        whole = urlsafe_b64decode(token)
    except ValueError as error:
        raise Link.DoesNotExist from error
    number, signature = whole[:NUMBER], whole[NUMBER:]
    if not any(hmac.compare_digest(signature, _sign(number, secret)) for secret in secrets()):
        raise Link.DoesNotExist
    return Link.objects.get(pk=int.from_bytes(number, "big"))


def count(link, network, *, scanned):
    """Count that `link` was followed. Where it was `scanned`, or in a burst, it counts as a scan.

    The network is remembered for some seconds, in memory, as a hash.
    """
    if scanned:
        Link.objects.filter(pk=link.pk).update(scans=F("scans") + 1)
        return
    key = "clicks-" + sha256(f"{settings.SECRET_KEY} {network} {link.mailing_id}".encode()).hexdigest()
    followed = [*cache.get(key, []), link.pk]
    cache.set(key, followed, SECONDS)
    if len(set(followed)) <= BURST:
        Link.objects.filter(pk=link.pk).update(clicks=F("clicks") + 1)
        return
    if len(set(followed[:-1])) <= BURST:  # with this one it is a burst, and so was what led to it
        for before in followed[:-1]:
            row = Link.objects.filter(pk=before, clicks__gt=0)
            row.update(clicks=F("clicks") - 1, scans=F("scans") + 1)
    Link.objects.filter(pk=link.pk).update(scans=F("scans") + 1)


def _addresses(mailing, urls):
    """Our address of each of `urls` that is counted, by what it leads to; each has its row."""
    digests = {
        sha256(url.encode()).hexdigest(): url
        for url in urls
        if LEAVE_PLACE not in url and PREFERENCES_PLACE not in url
    }
    rows = (Link(mailing=mailing, digest=digest, url=url) for digest, url in digests.items())
    Link.objects.bulk_create(rows, ignore_conflicts=True)
    found = mailing.links.filter(digest__in=digests).values_list("digest", "pk")
    return {digests[digest]: settings.SITE_URL + _path(pk) for digest, pk in found}


def _path(pk):
    number = pk.to_bytes(NUMBER, "big")
    token = urlsafe_b64encode(number + _sign(number, secrets()[0])).decode()
    return reverse("subscribers:follow", args=[token])


def _sign(number, secret):
    return hmac.digest(secret, b"recap follow " + number, "sha256")[:SIGNATURE]
