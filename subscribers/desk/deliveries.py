"""Who got what: every delivery of one address, and those of a mailing by what became of them."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from editions.desk.fragments import number_of
from sources.desk.page import page
from subscribers import addresses
from subscribers.models import Delivery, Mailing, Subscriber, Suppression

PAGE = 100
may_see = permission_required("subscribers.view_delivery", raise_exception=True)


@may_see
@require_safe
def deliveries(request):
    """All that is known of one address: the subscriber, what was sent, what came back, a suppression."""
    typed = request.GET.get("address", "").strip()
    context = {"title": "Deliveries", "typed": typed, "refusal": ""}
    if typed:
        try:
            context |= _known_of(typed, number_of(request.GET.get("before")))
        except ValueError as error:
            context["refusal"] = str(error)
    status = 422 if context["refusal"] else 200
    return page(request, "subscribers/desk/deliveries.html", context, status=status)


@may_see
@require_safe
def of_mailing(request, pk, state):
    """The deliveries of a mailing that came to one state, in the order in which they were queued."""
    mailing = get_object_or_404(Mailing, pk=pk)
    after = number_of(request.GET.get("after")) or 0
    rows = Delivery.objects.filter(mailing=mailing, state=state, pk__gt=after).order_by("pk")
    shown = list(rows[: PAGE + 1])
    names = dict(Delivery.State.choices)
    context = {
        "title": f"{names.get(state, state)}: {mailing.subject}",
        "mailing": mailing,
        "state": state,
        "label": names.get(state, state),
        "shown": shown[:PAGE],
        "next": shown[PAGE - 1].pk if len(shown) > PAGE else None,
    }
    return page(request, "subscribers/desk/mailing_deliveries.html", context)


def _known_of(typed, before):
    """Raises ValueError, with a sentence, where `typed` is no address."""
    given, normalised, _ = addresses.parse(typed)
    subscriber = Subscriber.objects.filter(normalised=normalised).select_related("left_from").first()
    fingerprint = addresses.fingerprint(normalised, settings.SUPPRESSION_KEY.encode())
    rows = Delivery.objects.filter(_of(subscriber, {typed, given, normalised}))
    if before:
        rows = rows.filter(pk__lt=before)
    shown = rows.select_related("mailing").prefetch_related("events__by").order_by("-pk")
    shown = list(shown[: PAGE + 1])
    return {
        "address": given,
        "subscriber": subscriber,
        "suppression": Suppression.objects.filter(fingerprint=fingerprint).first(),
        "shown": shown[:PAGE],
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "is_looked_up": True,
    }


def _of(subscriber, spellings):
    """A subscriber's, also those to an address they had before; without one, those to the address itself,
    for which every row is read: no index is worth its weight while a mailing is filled."""
    return Q(subscriber=subscriber) if subscriber else Q(address__in=spellings)
