"""Write the public site as files."""

import logging
import os
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from editions.exporting.walking import export


class Command(BaseCommand):
    help = "Write the public site, without search and forms, as files; again, only what has changed."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="where the files go; it is made if it is not there")
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            help="that ask for pages, one a core if not said",
        )

    def handle(self, *args, folder, processes, **options):
        # The page for what is not there is asked for, and what was withdrawn: no reason to warn anybody.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            report = export(folder, processes)
        except BlockingIOError:
            raise CommandError(f"Another run is writing to {folder}.") from None
        except BrokenProcessPool:
            raise CommandError("One of the processes that ask for pages was killed; run it again.") from None
        self.stdout.write(f"{report.files} files: {report.written} written, {report.removed} removed.")
        if report.broken:
            raise CommandError("\n".join(["Something is not whole:", *report.broken]))
