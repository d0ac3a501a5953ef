"""What waits for the colleague who looks, on every page of the desk."""

from django import template

from editions.models import Notice

MOST = 100
register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context):
    """The newest unread notices of who is logged in, up to `MOST`; read once a request."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return []
    if not hasattr(request, "unread_notices"):
        request.unread_notices = list(Notice.objects.unread().filter(person=request.user)[:MOST])
    return request.unread_notices
