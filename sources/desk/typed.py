"""What somebody typed outlives the login that its form leads to when their session has ended.

It comes back in the form, as part of the address after the login: nothing is asked or stored until they send
it once more.
"""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

# As the forms of clipping and following, and of a feed's words, name what is typed.
TYPED = ("url", "title", "text", "address", "keep_only", "drop")
MOST = 2000  # characters of each
FOLLOW, LOOK = "sources_feed_follow", "admin:sources_feed_look"
WORDS, FEED = "sources_feed_words", "admin:sources_feed_desk"


def outliving(view):
    """Wrap a view that asks for a login."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method != "POST" or admin.site.has_permission(request):
            return view(request, *args, **kwargs)
        typed = {name: request.POST[name][:MOST] for name in TYPED if request.POST.get(name)}
        back = request.path
        # These only take a POST; what is followed belongs to what was found.
        if request.resolver_match.url_name == WORDS:
            back = reverse(FEED, kwargs=kwargs)
        elif request.resolver_match.url_name == FOLLOW:
            back, typed = reverse(LOOK), {"address": request.POST.get("home_page", "")[:MOST]}
        return redirect_to_login(f"{back}?{urlencode(typed)}" if typed else back, reverse("admin:login"))

    return answer
