"""The distinct contents of a mailing, each rendered once.

What is personal stands in them as a placeholder of the length of what replaces it (`tokens.py`).
"""

import hashlib

from django.conf import settings
from django.urls import reverse

from editions.render import variants
from editions.render.email import render_email, render_subject
from editions.render.text import render_text
from subscribers import clicks
from subscribers.languages import speaking
from subscribers.models import Subscriber
from subscribers.tokens import LEAVE_PLACE, PREFERENCES_PLACE

ENGLISH = Subscriber.Language.ENGLISH
FULL, HEADLINES, FOLLOWS = "full", "headlines", "follows"


def rendition(mailing, name, document, items=(), language=ENGLISH):
    """Return the rendition of `mailing` that shows `document`, made when it is first asked for.

    Our words around it are in the `language` of its readers. An edition corrected since is another
    content: its later snapshot stands in the key.
    """
    items = sorted(items)
    key = name if language == ENGLISH else f"{name} {language}"
    key = f"{key} {_hash(items)}" if items else key
    if mailing.snapshot and mailing.snapshot.sequence > 1:
        key = f"{key} of {mailing.snapshot.sequence}"
    if found := mailing.renditions.filter(key=key).defer("html", "text").first():
        return found
    with speaking(language):
        html, text = clicks.rewrite(mailing, *rendered(document))
    # That of an edition is the newsroom's; those of the others are ours.
    of_ours = mailing.kind != mailing.Kind.EDITION and language != ENGLISH
    subject = render_subject(document) if of_ours else mailing.subject
    content = {"subject": subject, "html": html, "text": text}
    facts = {"snapshot": mailing.snapshot, "items": items, **content}
    return mailing.renditions.get_or_create(key=key, defaults=facts)[0]


def rendered(document):
    """Return the HTML and the text of `document`, with the links of whoever will get it held open."""
    personal = {
        "leave": settings.SITE_URL + reverse("subscribers:leave", args=[LEAVE_PLACE]),
        "preferences": settings.SITE_URL + reverse("subscribers:you", args=[PREFERENCES_PLACE]),
    }
    return render_email(document, **personal), render_text(document, **personal)


def part_of(document, rendition):
    """Return what of `document`, an edition, such a rendition shows."""
    if rendition.items:
        return variants.followed(document, rendition.items)
    return variants.headlines(document) if rendition.key.startswith(HEADLINES) else document


def _hash(items):
    return hashlib.sha256(" ".join(map(str, items)).encode()).hexdigest()[:32]
