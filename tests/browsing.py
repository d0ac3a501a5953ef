"""A browser before a served newsroom, and what a person in front of it does not see at once."""

import json
from contextlib import contextmanager
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from tests.migrated import as_demo, as_migrated

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Django's admin lets colours fade into each other, and axe would read one halfway.
PAINTED = """new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(() => {
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish();
    painted();
})))"""
AXE = Axe().axe_script
LOOKS = (("light", 320), ("light", 390), ("light", 1280), ("dark", 1280))
GRAVE = ("serious", "critical")
# Widgets of Django's admin whose fields have no name: autocompletion, rows of a table, day and hour.
DJANGOS_OWN = [".select2-container", ".tabular", ".datetime"]


class StaticFiles(StaticFilesHandler):
    """Static files, each read once: the desk loads fifty, and every new browser all of them again."""

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if not self._should_handle(path) or not (found := static_file(self.file_path(path))):
            return super().__call__(environ, start_response)
        kind, content = found
        kept = ("Cache-Control", "max-age=600")  # for one browser, as in production
        start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(content))), kept])
        return [content]


@cache
def static_file(name):
    """The type and the content of a static file, or None."""
    path = finders.find(name)
    return path and (guess_type(path)[0] or "application/octet-stream", Path(path).read_bytes())


@contextmanager
def served(blocker, *, demo):
    """The address of a server, for all tests of a module; what its fixtures store stays until its end.

    Mail goes to files, as it does where no mail server is configured. The database is open to the module,
    whose tests want no mark for it: a transaction around each would keep the server from writing to SQLite.
    """
    with blocker.unblock(), override_settings(EMAIL_BACKEND="recap.mailbox.Backend"):
        as_migrated()
        if demo:
            as_demo()
        server = LiveServer("127.0.0.1", start=False)
        server.thread.static_handler = StaticFiles
        server.start()
        try:
            yield server.url
        finally:
            server.stop()
            as_migrated()


def sign_in(page, site, name):
    """Log a person of the demo in through the form."""
    passwords = json.loads((settings.VAR / "demo-logins.json").read_text())
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(passwords[name])
    page.get_by_role("button", name="Log in").click()


def log_in(context, site, person):
    """Log somebody in without the form, in a browser's context."""
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    cookies = [{"name": name, "value": one.value, "url": site} for name, one in client.cookies.items()]
    context.add_cookies(cookies)


@contextmanager
def page_of(browser, site, person):
    """A page in a browser of somebody who is logged in; `page.said` is what it should not have said."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    log_in(context, site, person)
    page = context.new_page()
    page.said = watch(page, site)
    try:
        yield page
    finally:
        context.close()


def watch(page, site):
    """A list that fills with what a person would not see: messages, failures, requests to elsewhere."""
    said, host = [], urlsplit(site).netloc
    page.on("console", lambda message: said.append(f"{message.text} ({message.location['url']})"))
    page.on("pageerror", lambda error: said.append(f"script: {error}"))
    page.on("requestfailed", lambda request: _is_lost(request) and said.append(f"failed: {request.url}"))
    page.on("request", lambda request: _is_elsewhere(request.url, host) and said.append(request.url))
    return said


def _is_lost(request):
    return request.failure != "net::ERR_ABORTED"  # which is the person going on to another page


def _is_elsewhere(url, host):
    return urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc != host


def faults(page, *, impacts=None):
    """What is wrong with an open page: wider than a screen, or found by axe, by day and by night.

    Of what axe finds, only the `impacts` named, or everything. By night only the colours are others. How a
    page looks is the same on every database, so the run on SQLite looks at all of it: it takes long.
    """
    found = []
    for scheme, width in LOOKS if connection.vendor == "sqlite" else LOOKS[:1]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour halfway to another
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(PAINTED)
        if wider := page.evaluate(WIDER):
            found.append(f"{wider} px wider than {width} in {scheme}")
        only = {} if scheme == "light" else {"runOnly": ["color-contrast"]}
        if width != 320:
            found += [f"{fault} at {width} in {scheme}" for fault in _axe_faults(page, impacts, only)]
    return found


def _axe_faults(page, impacts, only):
    options = {"resultTypes": ["violations"], "iframes": False, "preload": False, **only}
    if not page.evaluate("'axe' in window"):  # to read it takes half as long as to run it
        page.evaluate(AXE)
    run = "([context, options]) => axe.run(context, options).then(results => results.violations)"
    for violation in page.evaluate(run, [{"exclude": DJANGOS_OWN}, options]):
        if impacts is None or violation["impact"] in impacts:
            yield f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
