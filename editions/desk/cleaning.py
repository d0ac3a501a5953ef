"""What an editor has pasted into a text, as the desk's own script asks for it: without the portal's lines."""

from django.contrib.auth.decorators import permission_required
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from editions.desk.fragments import sentence
from sources import cleaning

LONGEST = 200_000  # characters; a long read has a tenth of that


@permission_required("sources.change_newsitem", raise_exception=True)
@require_POST
def cleaned(request):
    """The pasted `text` as it may stand, and what was left out of it; nothing is stored."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        return sentence(f"The paste has {len(text):,} characters, and stays as it is.", 422)
    found = cleaning.cleaned(text, captions=request.POST.getlist("caption"))
    html = render_to_string("editions/desk/_left_out.html", {"dropped": found.dropped})
    return JsonResponse({"text": found.text, "html": html if found.dropped else ""})
