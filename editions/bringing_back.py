"""Bringing back what an edition or an item said in an earlier version; which is itself a version.

Everything is brought back that can be: a company deleted since, or an item killed, is left out and said.
Older versions have no `rows` beside their document: there, what the document names is looked up by name.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from editions import fields, versions
from editions.arranging import Gone, write_outline
from editions.comparison import item_name, section_keys
from editions.models import Edition, Section, Slot, Version
from editions.saving import OUT
from sources.models import (
    Byline,
    Company,
    Contributor,
    Credit,
    Deal,
    Market,
    NewsItem,
    Picture,
    SeeAlso,
    Source,
)
from sources.workflow import KILLED, WorkflowError

STALE = "It was changed since you opened this page. Look at what stands now, then bring back what you miss."
GONE = "The part of the edition that these words were written for is gone, so they cannot be put back there."
EDITION_WORDS = ("title", "dek", "subject", "preheader", "introduction", "signoff")
ITEM_WORDS = ("headline", "dek", "body", "kind", "authors_note")


@dataclass
class Back:
    """What was brought back, and what could not be: a few words for each."""

    row: object
    left_out: list[str] = field(default_factory=list)

    @property
    def sentence(self):
        if not self.left_out:
            return ""
        return f"Left out, because it can no longer be brought back: {', '.join(self.left_out)}."


def bring_back_item(version, *, by, now, seen):
    """Make the item what `version` says; `seen` is the number it was looked at. Raises WorkflowError."""
    with transaction.atomic():
        item = NewsItem.objects.select_for_update(of=("self",)).get(pk=version.item_id)
        if why_not := refusal_of(item):
            raise WorkflowError(why_not)
        if item.version != seen:
            raise Gone(STALE)
        back = Back(item)
        if version.kind == Version.Kind.ASIDE:
            _write_aside(version, item)
        else:
            _write_item(back, item, version.content)
        _wants_sound(item)
        item.version += 1
        item.save()
        versions.keep_item(item, by=by, now=now, kind=Version.Kind.BROUGHT_BACK)
    return back


def bring_back_edition(version, *, by, now, seen):
    """The same for an edition: its own words and its outline. Its items keep their words of today."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update(of=("self",)).get(pk=version.edition_id)
        edition.wants_writer(by)
        if edition.version != seen:
            raise Gone(STALE)
        back = Back(edition)
        if version.kind == Version.Kind.ASIDE:
            _write_aside(version, edition)
        else:
            _write_edition(back, edition, version.content)
            _write_outline(back, edition, version.content)
        _wants_sound(edition)
        edition.version += 1
        edition.save()
        versions.keep_edition(edition, by=by, now=now, kind=Version.Kind.BROUGHT_BACK)
    return back


def refusal_of(item):
    """Why nothing is brought back into `item` as it stands, or ""."""
    if item.status == KILLED:
        return "This was killed: the record stays as it is."
    return OUT if item.is_frozen else ""


def _wants_sound(row):
    try:
        row.clean()
    except ValidationError as error:
        raise WorkflowError(" ".join(error.messages)) from error


# An item


def _write_item(back, item, content):
    rows = content.get("rows", {})
    for name in ITEM_WORDS:
        setattr(item, name, content.get(name, ""))
    item.format = content.get("format", NewsItem.Format.BRIEF)
    item.event_date = _day(content, "event_date")
    _write_picture(back, item, content, rows)
    if rows:
        item.slugline = rows["slugline"]
        item.embargo_until = rows["embargo_until"] and datetime.fromisoformat(rows["embargo_until"])
        item.follows_up = _one(back, NewsItem, rows["follows_up"], _title(content))
    item.companies.set(_companies(back, content.get("companies", []), rows.get("companies")))
    item.markets.set(_named_rows(back, Market, content.get("markets", []), rows.get("markets")))
    item.topics.set(content.get("topics", []))
    _write_credits(back, item, content.get("credits", []), rows.get("sources"))
    _write_deals(back, item, content.get("deals", []), rows.get("counterparties"))
    _write_byline(back, item, content.get("byline", []), rows.get("contributors"))
    item.see_also.all().delete()
    for place, also in enumerate(content.get("see_also", [])):
        SeeAlso.objects.create(item=item, title=also["title"], url=also.get("url", ""), position=place)


def _write_picture(back, item, content, rows):
    image = content.get("image") or {}
    item.image = _picture(back, rows.get("image"), image)
    item.image_caption = rows.get("image_caption", image.get("caption", ""))
    item.image_credit = rows.get("image_credit", image.get("credit", ""))


def _write_credits(back, item, credits, sources):
    known = Source.objects.in_bulk(sources or [])
    item.credits.all().delete()
    for place, credit in enumerate(credits):
        name = credit["source"]
        source = known.get(sources[place]) if sources else None
        source = source or Source.objects.named(name)
        if source is None:
            back.left_out.append(f"the credit of “{name}”")
            continue
        Credit.objects.create(
            item=item,
            source=source,
            name="" if name == str(source) else name,
            url=credit.get("url", ""),
            via=credit.get("via", ""),
            note=credit.get("note", ""),
            position=place,
        )


def _write_deals(back, item, deals, counterparties):
    item.deals.all().delete()
    for place, one in enumerate(deals):
        deal = Deal.objects.create(
            item=item,
            type=one.get("type", Deal.Type.OTHER),
            amount=Decimal(one["amount"]) if "amount" in one else None,
            currency=one.get("currency", ""),
            usd=Decimal(one["usd"]) if "usd" in one else None,
            round=one.get("round", ""),
        )
        named = [{"name": name} for name in one.get("counterparties", [])]
        deal.counterparties.set(_companies(back, named, counterparties and counterparties[place]))


def _write_byline(back, item, byline, contributors):
    item.bylines.all().delete()
    for place, contributor in enumerate(_named_rows(back, Contributor, byline, contributors)):
        Byline.objects.create(item=item, contributor=contributor, position=place)


def _companies(back, named, keys):
    """The companies, and for one that was merged since the one it is now."""
    found = _named_rows(back, Company, named, keys)
    return [company.merged_into or company for company in found]


def _named_rows(back, model, named, keys):
    """Rows by their `keys`, or by name where none were kept; those that are gone are left out and said."""
    known = model.objects.in_bulk(keys) if keys else {}
    for place, one in enumerate(named):
        row = known.get(keys[place]) if keys else model.objects.filter(name__iexact=one["name"]).first()
        if row is None:
            back.left_out.append(one["name"])
        else:
            yield row


def _one(back, model, key, name):
    row = model.objects.filter(pk=key).first() if key else None
    if key and row is None:
        back.left_out.append(name)
    return row


def _picture(back, key, shown):
    """The picture by its key, or by its file, whose name is drawn from its content."""
    if key or not shown:
        return _one(back, Picture, key, "the picture")
    digest = shown["path"].rpartition("/")[2].partition(".")[0]
    found = Picture.objects.filter(digest=digest).first()
    if found is None:
        back.left_out.append("the picture")
    return found


def _title(content):
    return f"what it follows up, “{(content.get('follows_up') or {}).get('title', 'an item')}”"


def _day(content, name):
    return date.fromisoformat(content[name]) if name in content else None


# An edition


def _write_edition(back, edition, content):
    rows = content.get("rows", {})
    for name in EDITION_WORDS:
        setattr(edition, name, content.get(name, ""))
    edition.week_first, edition.week_last = _day(content, "week_first"), _day(content, "week_last")
    edition.hero = _picture(back, rows.get("hero"), content.get("hero"))
    edition.mail_to = rows.get("mail_to", edition.mail_to)


def _write_outline(back, edition, content):
    wanted = _outline(edition, content)
    keys = [item for part in wanted for item, _ in part["slots"]]
    alive = set(NewsItem.objects.filter(pk__in=keys).exclude(status=KILLED).values_list("pk", flat=True))
    placed = (item for part in content.get("sections", []) for item in part.get("items", []))
    names = {item["id"]: item_name(item) for item in placed}
    back.left_out += [f"“{names.get(key, 'an item')}”" for key in dict.fromkeys(keys) if key not in alive]
    for part in wanted:
        part["slots"] = [slot for slot in part["slots"] if slot[0] in alive]
    write_outline(edition, wanted)
    for part, section in zip(wanted, edition.sections.order_by("position"), strict=True):
        section.heading, section.layout, section.text = part["heading"], part["layout"], part["text"]
        section.save()
        wordings = dict(part["slots"])
        for slot in section.slots.all():
            if slot.wording != wordings[slot.item_id]:
                slot.wording = wordings[slot.item_id]
                slot.save()


def _outline(edition, content):
    """The outline of the version, as `arranging.write_outline` takes it."""
    sections, keys = content.get("sections", []), section_keys(content)
    if not keys:  # an older version: sections by their heading, wordings as they stand
        there = {section.heading: section.pk for section in edition.sections.all()}
        wordings = dict(Slot.objects.filter(section__edition=edition).values_list("item", "wording"))
        slots = [
            [[item["id"], wordings.get(item["id"], "")] for item in one.get("items", [])] for one in sections
        ]
        keys = [there.pop(one.get("heading", ""), None) for one in sections]
    else:
        rows = content["rows"]["slots"]
        slots = [
            [[item, wording] for section, item, wording in rows if section == key and item] for key in keys
        ]
    return [
        {
            "id": key,
            "heading": section.get("heading", ""),
            "layout": section.get("layout", Section.Layout.BRIEFS),
            "text": section.get("text", ""),
            "slots": placed,
        }
        for section, key, placed in zip(sections, keys, slots, strict=True)
    ]


# What was set aside


def part_of(version):
    """The row whose texts were set aside, and its table of fields. Raises Gone where it is there no more."""
    aside, owner = version.content["aside"], version.edition_id
    table, rows = {
        "newsitem": (fields.ITEM, NewsItem.objects.all()),
        "edition": (fields.EDITION, Edition.objects.all()),
        "section": (fields.SECTION, Section.objects.filter(edition=owner)),
        "slot": (fields.SLOT, Slot.objects.filter(section__edition=owner)),
    }[aside["row"]]
    row = rows.filter(pk=aside["pk"]).first()
    if row is None:
        raise Gone(GONE)
    return row, table


def _write_aside(version, owner):
    """Write what was set aside into `owner`, locked, or into the part of it that the words were for."""
    row, table = part_of(version)
    row = owner if row == owner else row
    for name, text in version.content["aside"]["texts"].items():
        try:
            with transaction.atomic():
                table[name].write(row, text)
        except ValidationError as error:
            raise WorkflowError(" ".join(error.messages)) from error
    if row is not owner:
        row.save()
