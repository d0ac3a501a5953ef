"""How long the renderings of a 60-item edition take: `python bench/render.py [rounds]`.

The forms take turns, so that a busy moment of the machine falls on all of them alike. Needs no database.
"""

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
ITEMS, LIMIT = 60, 150  # the limit in milliseconds, for all forms together


def main(rounds: int) -> None:
    _configure()
    from editions.render import email, jsonform, markdown, roundup, text, web, wechat
    from tests.editions.documents import make_large_document

    document = make_large_document(ITEMS)
    forms = {
        "web": web.render_article,
        "email": email.render_email,
        "text": text.render_text,
        "markdown": markdown.render_markdown,
        "json": jsonform.render_json,
        "wechat": wechat.render_wechat,
        "roundup": roundup.render_roundup,
    }
    times = {name: [] for name in forms}
    cpu = time.process_time()
    for _ in range(rounds):
        for name, render in forms.items():
            start = time.perf_counter()
            render(document)
            times[name].append(1000 * (time.perf_counter() - start))
    cpu = 1000 * (time.process_time() - cpu) / rounds
    for name, taken in times.items():
        print(f"{name:10}{statistics.median(taken):8.1f} ms")
    whole = statistics.median(map(sum, zip(*times.values(), strict=True)))
    first = sum(taken[0] for taken in times.values())
    print(f"{'all':10}{whole:8.1f} ms, of processor {cpu:.1f} ms; the first time {first:.1f} ms")
    print(f"limit {LIMIT} ms for {ITEMS} items")
    print(f"email weighs {email.weight(email.render_email(document))} bytes, limit {email.LIMIT}")


def _configure() -> None:
    import django
    from django.conf import settings

    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [ROOT / "templates"]}
    settings.configure(TEMPLATES=[engine])
    django.setup()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 31)
