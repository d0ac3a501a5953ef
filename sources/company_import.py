"""A CSV of companies, as what it would change, and the change itself.

A row is of the company with its slug, or else with its name; one that is of none is new. A column that the
file does not have is left as it is. A row that cannot be taken says why, and holds up no other.
"""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from taggit.models import Tag

from sources import company_csv
from sources.company_csv import COLUMNS, in_line, joined, parts_of, plain, sectors_by_company, told
from sources.models import Company, FormerSlug, Market
from sources.new_companies import welcome_all
from sources.permalinks import free_slug

IN_COLUMN = ("name", "local_name", "ticker", "headquarters", "website")
YES, NO = ("yes", "y", "true", "1", "是"), ("", "no", "n", "false", "0", "否")
BATCH = 500  # rows that one statement stores; SQLite takes fewer


@dataclass
class Row:
    """A row of a file; `company` is the one it is of, and `values` what its cells say, as we would say it."""

    line: int
    cells: dict[str, str]
    reason: str = ""  # why it cannot be taken
    company: Company | None = None
    before: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    @property
    def key(self):
        """Of its company; a new one has the line, below zero."""
        return self.company.pk if self.company else -self.line

    @property
    def differs(self) -> list[tuple[str, str, str]]:
        """(column, before, after) of what it changes."""
        pairs = ((name, self.before.get(name, ""), text) for name, text in self.values.items())
        return [(name, before, after) for name, before, after in pairs if before != after]

    @property
    def verdict(self) -> str:
        if self.reason:
            return "refused"
        if self.company is None:
            return "new"
        return "changed" if self.differs else "unchanged"


class Known:
    """What stands in the newsroom, and what the rows of a file have claimed so far."""

    def __init__(self):
        rows = Company.objects.select_related("parent", "merged_into").prefetch_related("markets")
        self.sectors_of = sectors_by_company()
        self.by_slug = {row.slug: row for row in rows}
        standing = [row for row in self.by_slug.values() if row.merged_into_id is None]
        self.by_name = {in_line(row.name).lower(): row for row in standing}
        self.by_other_name = {
            in_line(name).lower(): row for row in standing for name in (row.local_name, *row.other_names)
        }
        self.markets = _by_any_name(Market.objects.all())
        self.sectors = {name.lower(): name for name in Tag.objects.values_list("name", flat=True)}
        self.lines = {}  # by the company, the slug and the name that a line has claimed
        self.named = {name: (row.pk, row.name) for name, row in self.by_name.items()}
        self.parents = {row.pk: row.parent_id for row in standing}


def read(text: str) -> list[Row]:
    """Return what a CSV would change, in a handful of queries. Raises Unreadable."""
    rows, known = [Row(*told) for told in company_csv.read(text)], Known()
    for row in rows:
        if not row.reason:
            _understand(row, known)
    _place(rows, known)
    while [row for row in rows if not row.reason and _is_misplaced(row, known)]:
        pass  # what was refused may have been the parent of another
    return rows


@transaction.atomic
def store(rows: list[Row]):
    """Make what the rows say so, in a number of queries that grows with batches and not with rows."""
    rows = [row for row in rows if row.verdict in ("new", "changed")]
    taken = {row.values.get("slug") for row in rows} | set(Company.objects.values_list("slug", flat=True))
    moved = [(row.company, row.before["slug"]) for row in rows if row.company and _says(row, "slug")]
    changed = [_filled(row, taken) for row in rows if row.company]
    new = [_filled(row, taken) for row in rows if row.company is None]
    Company.objects.bulk_create([row.company for row in new], BATCH)
    columns = ["aliases", "former_names", "ambiguous_name", "slug", "summary", *IN_COLUMN]
    _write_over(changed, columns)
    FormerSlug.objects.filter(company__isnull=False, slug__in=[row.company.slug for row in new]).delete()
    for company, slug in moved:
        company.keep_address(slug)
    _store_parents([row for row in rows if _says(row, "parent")])
    _store_markets([row for row in rows if _says(row, "markets")])
    _store_sectors([row for row in rows if _says(row, "sectors")])
    welcome_all([row.company for row in rows])


def _understand(row, known):
    """Find whose row it is and what it says, or why it cannot be taken."""
    texts = {name: plain(text) for name, text in row.cells.items() if name in COLUMNS}
    texts |= {name: in_line(text) for name, text in texts.items() if name in (*IN_COLUMN, "slug", "parent")}
    if not texts.get("slug"):
        texts.pop("slug", None)
    try:
        row.company = _whose(texts, known)
        row.before = told(row.company, known.sectors_of[row.company.pk]) if row.company else {}
        row.values = {name: _as_we_say(name, text, known) for name, text in texts.items()}
        _claim(row, known)
    except ValidationError as error:
        row.reason = " ".join(error.messages)


def _whose(texts, known):
    found = known.by_slug.get(texts.get("slug"))
    if found and found.merged_into:
        raise ValidationError(f"{found.name} was merged into {found.merged_into.name}.")
    return found or known.by_name.get(texts["name"].lower())


def _as_we_say(name, text, known):
    if name in (*IN_COLUMN, "slug", "parent"):
        _check(name, text)
    if name == "ambiguous":
        if text.lower() not in YES + NO:
            raise ValidationError(f"ambiguous: “{text[:20]}” is neither yes nor no.")
        return "yes" if text.lower() in YES else ""
    if name in ("aliases", "former_names"):
        return joined(parts_of(text))
    if name == "sectors":
        return joined(sorted(_sectors(parts_of(text), known)))
    return joined(sorted(_markets(parts_of(text), known))) if name == "markets" else text


def _check(name, text):
    if name == "name" and not text:
        raise ValidationError("It has no name.")
    column = Company._meta.get_field("name" if name == "parent" else name)
    try:
        column.run_validators(text)
    except ValidationError as error:
        raise ValidationError(f"{name}: {' '.join(error.messages)}") from error


def _sectors(parts, known):
    for part in parts:
        if len(part) > 100:
            raise ValidationError(f"sectors: “{part[:30]}…” is longer than 100 characters.")
    return {known.sectors.setdefault(part.lower(), part) for part in parts}


def _markets(parts, known):
    for part in parts:
        if part.lower() not in known.markets:
            raise ValidationError(f"There is no market “{part[:60]}”.")
    return {known.markets[part.lower()].name for part in parts}


def _by_any_name(markets):
    found = {}
    for market in markets:
        for name in filter(None, (market.code, market.local_name, market.slug)):
            found.setdefault(name.lower(), market)
    return found | {market.name.lower(): market for market in markets}


def _claim(row, known):
    """Take its company, its name and its slug, which no other row may have."""
    said, own = row.values["name"], row.company
    name = said.lower()
    if known.by_name.get(name, own) != own:
        raise ValidationError(f"Another company is called “{said}”; the slug is of {own.name}.")
    other = known.by_other_name.get(name, own)
    if other != own and _says(row, "name"):
        raise ValidationError(f"“{said}” is another name of {other.name}: take it from there first.")
    claims = {"the same company": own and own.pk, "this name": name, "this slug": row.values.get("slug")}
    claims = {what: (what, one) for what, one in claims.items() if one}
    for what, one in claims.items():
        if one in known.lines:
            raise ValidationError(f"Line {known.lines[one]} has {what} already.")
    known.lines |= dict.fromkeys(claims.values(), row.line)
    known.named.setdefault(name, (row.key, row.values["name"]))


def _place(rows, known):
    """Note whose parent is whom, once every row has been understood."""
    for row in rows:
        if not row.reason and "parent" in row.values:
            parent = row.values["parent"]
            known.parents[row.key], row.values["parent"] = known.named.get(parent.lower(), (None, parent))


def _is_misplaced(row, known):
    """Refuse a row whose parent is not there or stands below it; tell whether it was refused."""
    parent, name = row.values.get("parent"), row.values["name"].lower()
    if parent and parent.lower() not in known.named:
        row.reason = f"There is no company “{parent}” to be its parent."
    elif parent and _goes_round(row.key, known.parents):
        row.reason = f"“{parent}” is it, or belongs to it, and cannot be its parent."
    if row.reason:
        known.parents[row.key] = row.company.parent_id if row.company else None
        if known.named[name][0] == -row.line:
            del known.named[name]
    return bool(row.reason)


def _goes_round(key, parents):
    seen, one = set(), parents.get(key)
    while one and one != key and one not in seen:
        seen.add(one)
        one = parents.get(one)
    return one == key


def _says(row, column):
    return row.values.get(column, row.before.get(column, "")) != row.before.get(column, "")


def _filled(row, taken):
    """With its columns as the row says; `taken` are slugs, which a new company has none of."""
    row.company = company = row.company or Company(slug="")
    values = row.values
    for name in IN_COLUMN:
        setattr(company, name, values.get(name, getattr(company, name)))
    for name in ("aliases", "former_names"):
        if _says(row, name):
            setattr(company, name, "\n".join(parts_of(values[name])))
    if _says(row, "summary"):
        company.summary = values["summary"]
    company.ambiguous_name = values.get("ambiguous", row.before.get("ambiguous", "")) == "yes"
    company.slug = values.get("slug") or company.slug or free_slug(company.name, taken)
    taken.add(company.slug)
    return row


def _store_parents(rows):
    named = dict(Company.objects.standing().values_list("name", "pk"))
    for row in rows:
        row.company.parent_id = named[row.values["parent"]] if row.values["parent"] else None
    _write_over(rows, ["parent"])


def _write_over(rows, columns):
    """As `bulk_update` would, whose statements take Django twenty times as long to put together."""
    companies = [row.company for row in rows]
    Company.objects.bulk_create(
        companies, BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )


def _store_markets(rows):
    pks = dict(Market.objects.values_list("name", "pk"))
    links = Company.markets.through
    links.objects.filter(company__in=[row.company.pk for row in rows]).delete()
    links.objects.bulk_create(
        links(company_id=row.company.pk, market_id=pks[name])
        for row in rows
        for name in parts_of(row.values["markets"])
    )


def _store_sectors(rows):
    wanted = {name for row in rows for name in parts_of(row.values["sectors"])}
    tags = {tag.name: tag for tag in Tag.objects.all() if tag.name in wanted}
    tags |= {name: Tag.objects.create(name=name) for name in sorted(wanted - tags.keys())}
    links, of = Company.sectors.through, ContentType.objects.get_for_model(Company)
    links.objects.filter(content_type=of, object_id__in=[row.company.pk for row in rows]).delete()
    links.objects.bulk_create(
        links(content_type=of, object_id=row.company.pk, tag=tags[name])
        for row in rows
        for name in parts_of(row.values["sectors"])
    )
