"""What an editor writes in a row, field by field, each as one text.

The desk saves a field at a time, and knows by its stamp what the field said when it was read. Fields that
hold several things (credits, deals, companies, markets) are JSON, in the order in which they stand.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import DateField, DecimalField, Model

from editions.assembly import is_address
from editions.models import Masthead
from sources.models import Company, Credit, Deal, Market, Source

LARGEST = 2**63 - 1  # that the key of a row can be


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
    """Return `text` with the line ends of a text area, and without what no database stores."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _of_column(name, *, is_words=True):
    def read(row):
        value = getattr(row, name)
        return "" if value is None else plain(str(value))

    def write(row, text):
        setattr(row, name, _cleaned(row, name, text))

    return Field(read, write, is_words=is_words)


def _cleaned(row, name, text):
    """What the column `name` of `row` holds of `text`; raises ValidationError, in plain words."""
    column = row._meta.get_field(name)
    try:
        return column.clean(column.to_python(text or None) if column.null else text, row)
    except ValidationError as error:
        raise ValidationError(_plainly(error, column, text)) from error


def _plainly(error, column, text):
    code = getattr(error, "code", "") or next((one.code for one in error.error_list), "")
    if code == "max_length":
        return f"This is {len(text)} characters long; {column.max_length} is the most it can hold."
    if code == "blank":
        return "This cannot be empty."
    if code == "invalid_choice":
        return "Choose one from the list."
    if isinstance(column, DateField):
        return f"“{text[:30]}” is no day; write it as 2025-07-14."
    if isinstance(column, DecimalField):
        if code in ("max_digits", "max_decimal_places", "max_whole_digits"):
            return f"“{text[:30]}” is too long a sum: up to 18 figures, and two after the point."
        return f"“{text[:30]}” is no number; write the sum in figures, such as 1200000."
    return " ".join(error.messages)


def _list(text, what):
    """The list that `text` is in JSON; only a broken page sends anything else."""
    try:
        return _all(json.loads(text), what)
    except (ValueError, RecursionError) as error:
        raise ValidationError("This could not be read; reload the page and try again.") from error


def _all(found, what):
    if not isinstance(found, list) or not all(type(one) is what for one in found):
        raise ValidationError("This could not be read; reload the page and try again.")
    return found


def _dumps(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _said(entry, name):
    """What an entry of a list says under `name`, on one line."""
    value = entry.get(name)
    return " ".join(plain(str(value)).split()) if isinstance(value, str | int) else ""


def _read_credits(item):
    return _dumps(
        [
            {"source": str(one), "id": one.source_id, "url": one.url, "via": one.via, "note": one.note}
            for one in item.credits.all()
        ]
    )


def _write_credits(item, text):
    made = [_credit(entry, place) for place, entry in enumerate(_list(text, dict))]
    item.credits.all().delete()
    for credit in made:
        credit.item = item
        credit.save()


def _credit(entry, place):
    said = {name: _said(entry, name) for name in ("source", "url", "via", "note")}
    if not said["source"]:
        raise ValidationError("Say who is credited, or take the line out.")
    source = _one(Source, entry.get("id")) or Source.objects.named(said["source"])
    if source is None:
        raise ValidationError(f"“{said['source'][:60]}” is not among the sources yet; choose one, or add it.")
    if said["url"] and not is_address(said["url"]):
        raise ValidationError(f"“{said['url'][:60]}” is no web address; it begins with https://.")
    for name, longest in (("source", 120), ("via", 120), ("note", 300)):
        if len(said[name]) > longest:
            raise ValidationError(f"“{said[name][:30]}…” is over {longest} characters; shorten it.")
    name = "" if said["source"] == str(source) else said["source"]
    return Credit(
        source=source, name=name, url=said["url"], via=said["via"], note=said["note"], position=place
    )


DEAL = ("type", "amount", "currency", "usd", "round")
CURRENCY = re.compile(r"[A-Z]{3}")


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
    made = [_deal(item, entry) for entry in _list(text, dict)]
    item.deals.all().delete()
    for deal, counterparties in made:
        deal.save()
        deal.counterparties.set(counterparties)


def _deal(item, entry):
    deal = Deal(item=item)
    if not _said(entry, "type"):
        raise ValidationError("Say what kind of deal it is.")
    for name in DEAL:
        setattr(deal, name, _cleaned(deal, name, _of_deal(entry, name)))
    if deal.amount is not None and not deal.currency:
        raise ValidationError("Say in which currency, such as CNY.")
    if deal.currency and not CURRENCY.fullmatch(deal.currency):
        raise ValidationError(f"“{deal.currency}” is no currency; use its three letters, such as CNY.")
    if any(sum_ is not None and sum_ < 0 for sum_ in (deal.amount, deal.usd)):
        raise ValidationError("A sum cannot be negative.")
    return deal, _chosen(Company, _all(entry.get("counterparties") or [], int))


def _of_deal(entry, name):
    said = _said(entry, name)
    if name in ("amount", "usd"):
        return re.sub(r"[,，\s]", "", said)
    return said.upper() if name == "currency" else said


def _of_chosen(name, model):
    def read(item):
        return _dumps([one.pk for one in getattr(item, name).all()])

    def write(item, text):
        getattr(item, name).set(_chosen(model, _list(text, int)))

    return Field(read, write, is_words=False)


def _chosen(model, keys):
    found = model.objects.in_bulk([key for key in keys if 0 < key <= LARGEST])
    if len(found) < len(set(keys)):
        raise ValidationError("One of these is gone meanwhile; reload the page and choose again.")
    return list(found.values())


def _one(model, key):
    return model.objects.filter(pk=key).first() if type(key) is int and 0 < key <= LARGEST else None


TOPIC = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,，]*))\s*(?:[,，]|\Z)')


def _read_topics(item):
    return ", ".join(_quoted(name) for name in sorted(topic.name for topic in item.topics.all()))


def _quoted(name):
    if '"' in name or "," in name or "，" in name:
        return '"' + name.replace('"', '""') + '"'
    return name


def _write_topics(item, text):
    found = ((quoted.replace('""', '"') or bare).strip() for quoted, bare in TOPIC.findall(text))
    names = [name for name in found if name]
    if any(len(name) > 100 for name in names):
        raise ValidationError("A topic is 100 characters long at most.")
    item.topics.set(names)


def _read_embargo(item):
    if item.embargo_until is None:
        return ""
    local = item.embargo_until.astimezone(Masthead.objects.the().zone)
    return local.replace(tzinfo=None).isoformat(timespec="seconds").removesuffix(":00")


def _write_embargo(item, text):
    """Keep the moment that `text` is in the newsroom's zone."""
    zone = Masthead.objects.the().zone
    try:
        local = datetime.fromisoformat(text).replace(tzinfo=None) if text else None
        moment = local and local.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValidationError("This is no day and hour; write it as 2025-07-14T09:00.") from error
    if moment and moment.astimezone(zone).replace(tzinfo=None) != local:
        raise ValidationError("The clocks go forward that night, and this hour does not exist.")
    item.embargo_until = moment


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
        )
    },
    "embargo_until": Field(_read_embargo, _write_embargo),
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
