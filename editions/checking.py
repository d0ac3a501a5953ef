"""The checks of an edition or an item: what they are told, what they find, what people decided of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db.models import Q

from editions import assembly, preflight
from editions.document import EditionDocument, SectionDoc
from editions.models.checks import Distinct, Override
from editions.models.masthead import Masthead
from editions.past import past_items
from editions.preflight.context import Context, House, LinkFacts
from editions.preflight.findings import ERROR, Finding, key
from editions.preflight.links import addresses_of
from sources import links
from sources.known import known_companies, names_of
from sources.models import Link, NewsItem, Source

ARROW = "->"


@dataclass(frozen=True)
class Report:
    """What was found in `document`; `overrides` are by the key of their finding, `links` by address."""

    document: EditionDocument
    findings: list[Finding]
    overrides: dict[str, Override] = field(default_factory=dict)
    links: Mapping[str, LinkFacts] = field(default_factory=dict)

    @property
    def errors(self):
        """The errors that stand: nobody has overridden them."""
        return [f for f in self.findings if f.severity == ERROR and self.key(f) not in self.overrides]

    @property
    def warnings(self):
        return [f for f in self.findings if f.severity != ERROR]

    @property
    def overridden(self):
        """Pairs of an error and the override that lets it stand."""
        pairs = ((f, self.overrides.get(self.key(f))) for f in self.findings if f.severity == ERROR)
        return [(finding, override) for finding, override in pairs if override]

    def key(self, finding):
        return key(finding, self.document)


def edition_report(edition, document, *, day):
    """Everything that the checks find in `document`, a reading of `edition`, on `day`."""
    items = [item.id for item in document.items if item.id]
    decided = Q(edition=edition) | Q(item__in=items)
    told = context(document, day=day, edition=edition)
    return Report(
        document,
        preflight.rerun(document, told),
        {override.key: override for override in Override.objects.filter(decided).select_related("by")},
        told.links,
    )


def item_report(item, *, day):
    """What the checks find in an item on its own."""
    document = alone(item)
    findings = [f for f in preflight.run(document, context(document, day=day)) if f.place.item is not None]
    decided = Override.objects.filter(item=item).select_related("by")
    return Report(document, findings, {override.key: override for override in decided})


def edition_errors(edition, document):
    """The errors that stand in `document`, a sentence each; they block approval and publication."""
    mailed = edition.mail_to != edition.MailTo.NOBODY
    found = preflight.run(document, Context(house=house(), is_mailed=mailed), only=ERROR)
    items = [item.id for item in document.items if item.id]
    decided = Q(edition=edition) | Q(item__in=items)
    return _standing(found, document, decided)


def item_errors(item):
    """The errors that stand in an item on its own, a sentence each."""
    document = alone(item)
    found = preflight.run(document, Context(house=house(), is_mailed=False), only=ERROR)
    return _standing([f for f in found if f.place.item is not None], document, Q(item=item))


def _standing(found, document, decided):
    overridden = set(Override.objects.filter(decided).values_list("key", flat=True)) if found else ()
    return [finding.sentence for finding in found if key(finding, document) not in overridden]


def alone(item):
    """The document of an item that stands in no edition."""
    row = NewsItem.objects.for_rendering().get(pk=item.pk)
    section = SectionDoc(items=(assembly.item_document(row),))
    masthead = assembly.masthead_document(Masthead.objects.the())
    return EditionDocument(masthead=masthead, sections=(section,))


def context(document, *, day, edition=None):
    """What the checks may know besides `document`."""
    companies = known_companies()
    ids = [item.id for item in document.items if item.id]
    subject, preheader = _last_mail(edition)
    return Context(
        day=day,
        house=house(),
        companies=companies,
        names=names_of(companies),
        past=past_items(document, day=day),
        distinct=frozenset(Distinct.objects.filter(item__in=ids).values_list("item", "earlier")),
        links=facts_of(document),
        paywalled=_paywalled(),
        last_subject=subject,
        last_preheader=preheader,
        is_mailed=edition is not None and edition.mail_to != edition.MailTo.NOBODY,
    )


def facts_of(document):
    """What is known of the links of `document`: LinkFacts by address, of those that were ever wanted."""
    digests = [links.digest(address) for address in addresses_of(document)]
    return {
        link.address: LinkFacts(link.state, link.status, link.leads_to, link.error, link.checked_at)
        for link in Link.objects.filter(digest__in=digests)
    }


def house():
    """How the newsroom writes, as its masthead says."""
    masthead = Masthead.objects.the()
    avoided = (line.partition(ARROW) for line in masthead.words_to_avoid.splitlines() if line.strip())
    return House(
        off=frozenset(masthead.rules_off),
        heading_case=masthead.heading_case,
        serial_comma=masthead.serial_comma,
        words_to_avoid=tuple((word.strip(), instead.strip()) for word, _, instead in avoided if word.strip()),
        longest_brief=masthead.longest_brief,
        longest_story=masthead.longest_story,
    )


def _last_mail(edition):
    """Subject and preheader of the published edition before this one."""
    if edition is None:
        return "", ""
    before = type(edition).objects.published().filter(number__lt=edition.number)
    return before.values_list("subject", "preheader").first() or ("", "")


def _paywalled():
    pages = Source.objects.filter(paywalled=True).exclude(home_page="").values_list("home_page", flat=True)
    return frozenset(
        host.removeprefix("www.") for host in (urlsplit(page).hostname for page in pages) if host
    )
