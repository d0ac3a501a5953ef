"""Editions as data, from their snapshots."""

from editions.archive.api import addresses, pieces, schemas

ORDER = (("-edition__number", int),)
LISTED = ("title", "dek", "edition__number", "edition__slug", "edition__published_at")
WEEK = ("edition__week_first", "edition__week_last")


def summaries(snapshots):
    """Return the EditionSummaries of `snapshots`, rows noting corrections."""
    return [schemas.EditionSummary(**_summary(snapshot)) for snapshot in snapshots]


def objects(snapshots):
    """Return the Editions of `snapshots`, rows noting corrections."""
    return [_edition(snapshot, snapshot.read()) for snapshot in snapshots]


def _summary(snapshot):
    edition = snapshot.edition
    return {
        "number": edition.number,
        "title": snapshot.title,
        "dek": snapshot.dek,
        "week_first": edition.week_first,
        "week_last": edition.week_last,
        "published_at": edition.published_at,
        "is_corrected": snapshot.is_corrected,
        "url": addresses.page(edition.get_absolute_url()),
        "api_url": addresses.api("editions", edition.number),
    }


def _edition(snapshot, document):
    return schemas.Edition(
        **_summary(snapshot),
        introduction=document.introduction,
        introduction_html=pieces.html(document.introduction_html),
        signoff=document.signoff,
        signoff_html=pieces.html(document.signoff_html),
        hero=pieces.picture(document.hero),
        sections=[_section(part) for part in document.sections],
        corrections=pieces.corrections(document.corrections),
    )


def _section(part):
    return schemas.Section(
        heading=part.heading,
        layout=part.layout,
        text=part.text,
        html=pieces.html(part.html),
        items=[_printed(entry) for entry in part.items],
    )


def _printed(entry):
    names = ("id", "label", "headline", "dek", "format", "kind", "removed", "removed_at")
    return schemas.Printed(
        **{name: getattr(entry, name) for name in names},
        url=addresses.page(entry.path),
        api_url=addresses.api("items", entry.id) if entry.id else "",
        text=entry.body,
        html=pieces.html(entry.html),
        credits=[
            schemas.Credit(source=one.source, url=one.url, via=one.via, note=one.note)
            for one in entry.credits
        ],
        companies=[one.name for one in entry.companies],
        markets=[one.name for one in entry.markets],
        corrections=pieces.corrections(entry.corrections),
    )
