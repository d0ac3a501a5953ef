"""Rows for tests: called with only what matters, and whole without it."""

import io
import struct
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.conf import settings
from django.contrib.auth.models import Group, User
from PIL import Image

from editions.document import content_hash
from editions.models import Edition, Masthead, ReviewLink, Snapshot
from sources.models import Clipping, Company, Credit, Market, NewsItem, Picture, Source
from subscribers import addresses, tokens
from subscribers.models import Delivery, Mailing, Subscriber

NOON = datetime(2025, 7, 14, 12, tzinfo=UTC)  # the Monday after the week of the edition
numbers = count(1)


def make_person(*roles, **facts):
    """An account with the roles that the migration made: contributor, editor, publisher, administrator."""
    person = User.objects.create(username=f"person-{next(numbers)}", is_staff=True, **facts)
    if roles:
        person.groups.add(*Group.objects.filter(name__in=roles))
    return person


def make_superuser():
    """May do everything, also where a test emptied the table of roles."""
    return make_person(is_superuser=True)


def make_masthead(**facts):
    """The one masthead, with the four-eyes rule off unless it is asked for."""
    facts = {
        "name": "Outbound",
        "time_zone": "Asia/Shanghai",
        "four_eyes": False,
        "postal_address": "Outbound, 1 Example Road, Singapore",
        **facts,
    }
    return Masthead.objects.update_or_create(pk=1, defaults=facts)[0]


def make_source(name="", **facts):
    return Source.objects.create(name=name or f"Source {next(numbers)}", **facts)


def make_company(name="", **facts):
    number = next(numbers)
    return Company.objects.create(
        **{"name": name or f"Company {number}", "slug": f"company-{number}", **facts}
    )


def make_market(name="", **facts):
    number = next(numbers)
    return Market.objects.create(**{"name": name or f"Market {number}", "slug": f"market-{number}", **facts})


def make_clipping(**facts):
    url = f"https://paper.example/{next(numbers)}"
    return Clipping.objects.create(**{"url": url, "canonical_url": url, "clipped_at": NOON, **facts})


def make_picture(colour="red", **facts):
    return Picture.objects.keep(picture_bytes(colour=colour), **facts)


def picture_bytes(kind="PNG", size=(40, 30), colour="red", mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width, height):
    """A small PNG whose head says that it is of that size: what is refused for it is refused unread."""
    data = picture_bytes()
    head = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
    return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]


def make_item(body="Vivo opened its first shop in Lima.", *, companies=(), markets=(), credit="", **facts):
    """A brief that is ready to be placed."""
    item = NewsItem.objects.create(**{"body": body, "status": "ready", **facts})
    if companies:  # even of none, to set them asks the database
        item.companies.add(*companies)
    if markets:
        item.markets.add(*markets)
    if credit:
        Credit.objects.create(item=item, source=Source.objects.named(credit) or make_source(credit))
    return item


def make_edition(*items, heading="Shops abroad", number=0, **facts):
    """A draft with `items` in one section; with one brief where none is given."""
    number = number or 10_000 + next(numbers)  # past those that tests name
    edition = Edition.objects.create(
        **{
            "number": number,
            "title": f"Shops and ships, part {number}",
            "subject": f"Shops and ships, part {number}",
            "week_first": date(2025, 7, 7),
            "week_last": date(2025, 7, 13),
            **facts,
        }
    )
    section = edition.sections.create(heading=heading)
    for position, item in enumerate(items or [make_item()]):
        section.slots.create(item=item, position=position)
    return edition


def make_approved_edition(*items, now=NOON, **facts):
    if not Masthead.objects.exclude(postal_address="").exists():
        make_masthead()
    edition = make_edition(*items, **facts)
    chief = make_superuser()
    edition.submit(by=chief, now=now)
    edition.approve(by=chief, now=now)
    return edition


def make_published_edition(*items, now=NOON, **facts):
    edition = make_approved_edition(*items, now=now, **facts)
    edition.publish(by=make_superuser(), now=now)
    return edition


def make_printed_edition(*items, now=NOON, **facts):
    """As readers find a published edition, in a third of the time: nobody has approved or checked it."""
    if not Masthead.objects.exclude(postal_address="").exists():
        make_masthead()
    edition = make_edition(*items, **facts)
    document = replace(edition.document(), published_at=now)
    edition.status, edition.approved_hash = "published", content_hash(document, edition.mail_to)
    edition.published_at = edition.mail_due_at = now
    edition.save()
    NewsItem.objects.filter(slots__section__edition=edition).run(by=None, now=now)
    Snapshot.objects.take(edition, document, now=now)
    return edition


def make_withdrawn_edition(*items, reason="A source took its story back.", **facts):
    edition = make_published_edition(*items, **facts)
    edition.withdraw(by=make_superuser(), now=NOON, reason=reason)
    return edition


def make_snapshot(edition=None, **facts):
    """A snapshot without words, where only its row matters."""
    edition = edition or make_edition()
    facts = {"sequence": 1, "document": {}, "taken_at": NOON, **facts}
    return Snapshot.objects.create(edition=edition, **facts)


def make_review_link(edition=None, **facts):
    """A link for Mei Tan, who may approve, good for three days; of an edition in review by default."""
    edition = edition or make_edition(status="in_review")
    facts = {"name": "Mei Tan", "made_at": NOON, "expires_at": NOON + timedelta(days=3), **facts}
    return ReviewLink.objects.create(edition=edition, **facts)


def make_subscriber(address="", **facts):
    """An active subscriber to the full edition, who agreed at noon."""
    number = next(numbers)
    given, normalised, domain = addresses.parse(address or f"reader-{number}@inbox.example.com")
    return Subscriber.objects.create(
        **{
            "address": given,
            "normalised": normalised,
            "domain": domain,
            "fingerprint": addresses.fingerprint(normalised, settings.SUPPRESSION_KEY.encode()),
            "status": "active",
            "joined_at": NOON,
            "consent_at": NOON,
            "consent_from": "/subscribe/",
            **facts,
        }
    )


def make_mailing(*subscribers, **facts):
    """A filled mailing that waits to be sent: one rendition, and a row for each of `subscribers`."""
    number = next(numbers)
    mailing = Mailing.objects.create(
        **{
            "kind": "edition",
            "occasion": f"edition {number}",
            "subject": f"Shops and ships, part {number}",
            "state": "queued",
            "created_at": NOON,
            "frozen_at": NOON,
            "filled_at": NOON,
            "audience": len(subscribers),
            **facts,
        }
    )
    leave, preferences = (
        f"{settings.SITE_URL}/{place}/" for place in (tokens.LEAVE_PLACE, tokens.PREFERENCES_PLACE)
    )
    rendition = mailing.renditions.create(
        key="full",
        subject=mailing.subject,
        html=f'<p>Vivo opened a shop.</p><a href="{leave}">Leave</a> <a href="{preferences}">Choose</a>',
        text=f"Vivo opened a shop.\n\nLeave: {leave}\nChoose: {preferences}\n",
    )
    Delivery.objects.bulk_create(
        Delivery(
            mailing=mailing,
            occasion=mailing.occasion,
            subscriber=one,
            rendition=rendition,
            address=one.address,
            domain=one.domain,
        )
        for one in subscribers
    )
    return mailing


def make_crowd(count, domain="inbox.example.com"):
    """So many subscribers like that, stored at once."""
    key = settings.SUPPRESSION_KEY.encode()
    named = [f"crowd-{next(numbers)}@{domain}" for _ in range(count)]
    return Subscriber.objects.bulk_create(
        Subscriber(
            address=address,
            normalised=address,
            domain=domain,
            fingerprint=addresses.fingerprint(address, key),
            status="active",
            joined_at=NOON,
            consent_at=NOON,
            consent_from="/subscribe/",
        )
        for address in named
    )
