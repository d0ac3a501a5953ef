"""The address that somebody typed outlives the login that its form leads to when their session has ended.

It comes back in the form, as part of the address after the login: nothing is asked or stored until they send
it once more.
"""

from functools import wraps
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

# By page: what its form takes from the address, too.
TYPED = {
    "sources_clipping_clip": ["url"],
    "sources_clipping_window": ["url", "title", "text"],
    "sources_feed_look": ["address"],
}
MOST = 2000  # characters of each


def outliving(view):
    """Wrap a view that asks for a login."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        names = TYPED.get(request.resolver_match.url_name, [])
        typed = {name: request.POST[name][:MOST] for name in names if request.POST.get(name)}
        if not typed or admin.site.has_permission(request):
            return view(request, *args, **kwargs)
        return redirect_to_login(f"{request.path}?{urlencode(typed)}", reverse("admin:login"))

    return answer
