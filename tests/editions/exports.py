"""A small site, and the files of an export."""

from editions.exporting.folder import MANIFEST
from sources.models import Market
from tests.factories import make_company, make_item, make_market, make_masthead, make_published_edition


def make_site():
    Market.objects.update(parent=None)
    Market.objects.all().delete()  # a page for each of 200 would take a minute
    make_masthead()
    company, market = make_company("Vivo"), make_market("The Andes")
    item = make_item("Vivo opened a shop in Lima.", companies=[company], markets=[market], kind="launch")
    return make_published_edition(item, number=27, title="Shops and ships"), company


def file_of(folder, row):
    return folder / row.get_absolute_url().strip("/") / "index.html"


def files(folder):
    return {path.relative_to(folder): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(folder, before):
    return {str(name) for name, time in files(folder).items() if before.get(name) != time} - {MANIFEST}
