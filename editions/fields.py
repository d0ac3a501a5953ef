"""What an editor writes in a row, field by field, each as one text.

The desk saves a field at a time, and knows by its stamp what the field said when it was read. Fields that
hold several things (credits, deals, companies, markets) are JSON, in the order in which they stand.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model

from editions.assembly import is_address
from sources.models import Company, Credit, Deal, Market, Source


@dataclass(frozen=True)
class Field:
    """`read` gives the text of a row; `write` puts a text into it, and raises ValidationError.

    What stands in rows of its own is written there at once, the rest when the row is saved.
    """

    read: Callable[[Model], str]
    write: Callable[[Model, str], None]
    is_words: bool = True  # what readers saw of an item: fixed once it is out


def stamp(text: str) -> str:
    """Return what a browser hands back to say which text it started from."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]


def plain(text: str) -> str:
    """Return `text` with the line ends of a text area."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _of_column(name, *, is_words=True):
    def read(row):
        value = getattr(row, name)
        return "" if value is None else plain(str(value))

    def write(row, text):
        column = row._meta.get_field(name)
        setattr(row, name, column.clean(column.to_python(text or None) if column.null else text, row))

    return Field(read, write, is_words=is_words)


def _list(text, what):
    """The list that `text` is in JSON; only a broken page sends anything else."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, what) for one in found):
        raise ValidationError("This could not be read; reload the page and try again.")
    return found


def _dumps(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read_credits(item):
    return _dumps(
        [{"source": str(one), "url": one.url, "via": one.via, "note": one.note} for one in item.credits.all()]
    )


def _write_credits(item, text):
    made = [_credit(entry, place) for place, entry in enumerate(_list(text, dict))]
    item.credits.all().delete()
    for credit in made:
        credit.item = item
        credit.save()


def _credit(entry, place):
    said = {name: str(entry.get(name) or "").strip() for name in ("source", "url", "via", "note")}
    if not said["source"]:
        raise ValidationError("Say who is credited, or take the line out.")
    source = Source.objects.named(said["source"])
    if source is None:
        raise ValidationError(f"“{said['source']}” is not among the sources yet; choose one, or add it.")
    if said["url"] and not is_address(said["url"]):
        raise ValidationError(f"“{said['url']}” is no web address; it begins with https://.")
    for name, longest in (("via", 120), ("note", 300)):
        if len(said[name]) > longest:
            raise ValidationError(f"“{said[name][:30]}…” is over {longest} characters; shorten it.")
    name = "" if said["source"] == str(source) else said["source"]
    return Credit(
        source=source, name=name, url=said["url"], via=said["via"], note=said["note"], position=place
    )


DEAL = ("type", "amount", "currency", "usd", "round")


def _read_deals(item):
    return _dumps(
        [
            {
                **{name: _figure(getattr(deal, name)) for name in DEAL},
                "counterparties": [company.pk for company in deal.counterparties.all()],
            }
            for deal in item.deals.all()
        ]
    )


def _figure(value):
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value or ""


def _write_deals(item, text):
    made = []
    for entry in _list(text, dict):
        deal = Deal(item=item)
        for name in DEAL:
            column, said = Deal._meta.get_field(name), str(entry.get(name) or "").strip()
            said = said.replace(",", "") if name in ("amount", "usd") else said
            said = said.upper() if name == "currency" else said
            setattr(deal, name, column.clean(column.to_python(said or None) if column.null else said, deal))
        if deal.amount is not None and not deal.currency:
            raise ValidationError("Say in which currency, such as CNY.")
        if deal.amount is not None and deal.amount < 0:
            raise ValidationError("A sum cannot be negative.")
        made.append((deal, _chosen(Company, entry.get("counterparties") or [])))
    item.deals.all().delete()
    for deal, counterparties in made:
        deal.save()
        deal.counterparties.set(counterparties)


def _of_chosen(name, model):
    def read(item):
        return _dumps([one.pk for one in getattr(item, name).all()])

    def write(item, text):
        getattr(item, name).set(_chosen(model, _list(text, int)))

    return Field(read, write, is_words=False)


def _chosen(model, keys):
    found = model.objects.in_bulk([key for key in keys if isinstance(key, int)])
    if len(found) < len(set(keys)):
        raise ValidationError("One of these is gone meanwhile; reload the page and choose again.")
    return list(found.values())


def _read_topics(item):
    return ", ".join(sorted(topic.name for topic in item.topics.all()))


def _write_topics(item, text):
    names = [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]
    if any(len(name) > 100 for name in names):
        raise ValidationError("A topic is 100 characters long at most.")
    item.topics.set(names)


ITEM = {
    **{name: _of_column(name, is_words=False) for name in ("slugline", "kind")},
    **{
        name: _of_column(name)
        for name in (
            "headline",
            "dek",
            "body",
            "format",
            "event_date",
            "image_caption",
            "image_credit",
            "embargo_until",
        )
    },
    "companies": _of_chosen("companies", Company),
    "markets": _of_chosen("markets", Market),
    "topics": Field(_read_topics, _write_topics, is_words=False),
    "credits": Field(_read_credits, _write_credits),
    "deals": Field(_read_deals, _write_deals),
}
EDITION = {
    name: _of_column(name)
    for name in ("title", "dek", "subject", "preheader", "introduction", "signoff", "mail_to")
}
SECTION = {name: _of_column(name) for name in ("heading", "layout", "text")}
SLOT = {"wording": _of_column("wording")}


def stamps(fields: dict[str, Field], row: Model) -> dict[str, str]:
    """Return the stamp of every field of `row`."""
    return {name: stamp(field.read(row)) for name, field in fields.items()}


def texts(fields: dict[str, Field], row: Model) -> dict[str, str]:
    return {name: field.read(row) for name, field in fields.items()}
