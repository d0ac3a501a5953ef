"""Write the catalogue of checks to `docs/checks.md`, from the checks themselves."""

from django.conf import settings
from django.core.management import BaseCommand

from editions.desk.catalogue import as_text


class Command(BaseCommand):
    help = "Write docs/checks.md."

    def handle(self, *args, **options):
        path = settings.BASE_DIR / "docs" / "checks.md"
        path.write_text(as_text(), encoding="utf-8")
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}.")
