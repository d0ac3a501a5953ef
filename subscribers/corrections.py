"""Which mail carried an error, and the mail that corrects it."""

from dataclasses import replace

from django.db.models import Exists, OuterRef, Q

from editions.assembly import masthead_document
from editions.models import Correction, Masthead
from editions.render import variants
from editions.workflow import PUBLISHED
from subscribers import digests, renditions
from subscribers.models import Mailing, Rendition


def of_one_error(correction):
    """Return the corrections that were made at once: an item's, of every edition that printed it."""
    same = Q(item=correction.item_id, at=correction.at) if correction.item_id else Q()
    found = Correction.objects.filter(Q(pk=correction.pk) | same, edition__isnull=False)
    return found.select_related("edition", "snapshot", "item").order_by("pk")


def due(now):
    """Corrections that are to be mailed by now, and of whose error nobody was told."""
    of_the_same = Q(correction__item=OuterRef("item"), correction__at=OuterRef("at"))
    told = Mailing.objects.filter(Q(correction=OuterRef("pk")) | of_the_same)
    wanted = Correction.objects.filter(mail_due_at__lte=now, edition__status=PUBLISHED)
    return wanted.filter(~Exists(told)).order_by("pk")


def carriers(correction):
    """Return the renditions in which the error stood, of editions and of digests."""
    found = []
    for one in of_one_error(correction):
        new = _without_notes(one.snapshot.read())
        old = _without_notes(one.edition.snapshots.get(sequence=one.snapshot.sequence - 1).read())
        earlier = Rendition.objects.filter(mailing__edition=one.edition, mailing__kind=Mailing.Kind.EDITION)
        earlier = earlier.filter(snapshot__sequence__lt=one.snapshot.sequence)
        for rendition in earlier.defer("html", "text").select_related("mailing"):
            if renditions.part_of(old, rendition) != renditions.part_of(new, rendition):
                found.append(rendition)
        month = digests.month_of(one.edition.published_at)
        if variants.digest(old.masthead, month, [old]) != variants.digest(new.masthead, month, [new]):
            sent = Rendition.objects.filter(mailing__month=month, mailing__frozen_at__lt=one.at)
            found += sent.defer("html", "text").select_related("mailing")
    return found


def document_of(correction):
    """Return the mail that tells of it."""
    same = list(of_one_error(correction))
    differences = dict.fromkeys((one.before, one.after) for one in same)
    wrong = variants.Wrong(
        note=correction.note,
        where=correction.item.label if correction.item else correction.edition.title,
        editions=[one.snapshot.read() for one in same],
        path=(correction.item or correction.edition).get_absolute_url(),
        differences=list(differences),
    )
    return variants.correction(masthead_document(Masthead.objects.the()), wrong)


def _without_notes(document):
    sections = (
        replace(section, items=tuple(replace(item, corrections=()) for item in section.items))
        for section in document.sections
    )
    return replace(document, corrections=(), sections=tuple(sections))
