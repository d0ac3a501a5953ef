"""`make run`: everything that Recap needs on one machine, started together and stopped together."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

HOST = "127.0.0.1"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 10  # then whatever is left is killed: a task cut short is found again in the database


class Command(BaseCommand):
    help = "Migrate, fill an empty database with the demo, and run web server and worker until Ctrl-C."
    requires_system_checks = ()  # the web server and the worker make them

    def handle(self, *args, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("This is for development; docs/operations.md says how to run a server.")
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.default_int_handler)
        try:
            refuse_a_taken_port(settings.PORT)
            self.stdout.write("Starting Recap; the first time it also fills a demo newsroom ...")
            call_command("migrate", verbosity=0, interactive=False)
            logins = io.StringIO()
            call_command("demo", stdout=logins)
            self.run(logins.getvalue())
        except KeyboardInterrupt:
            self.stdout.write("\nRecap has stopped.")

    def run(self, logins):
        """Serve until interrupted; raise CommandError when one of the processes ends by itself."""
        processes = {}
        try:
            for name, command in commands(settings.PORT).items():
                processes[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603
            wait_until_served(settings.PORT, processes)
            self.stdout.write(welcome(settings.PORT, logins))
            while True:
                refuse_a_dead_process(processes)
                time.sleep(0.2)
        finally:
            stop(processes.values())


def commands(port):
    """The processes by name. The worker has the clock inside, for there is one machine."""
    web = f"granian --interface wsgi --host {HOST} --port {port} --blocking-threads 4 --no-ws"
    # What waits for other people's servers, fills mailings or reads lists takes a thread for up to minutes;
    # so many are never at it together, and publishing finds one free.
    queues = "celery,publishing,fetching,mailing"
    worker = f"celery --quiet -A recap worker --beat --pool threads --concurrency 10 --queues {queues}"
    # Sending goes on for as long as there is something to send, one set of lanes at a time.
    sender = "celery --quiet -A recap worker --pool threads --concurrency 1 --queues sending -n sender@%h"
    alone = "--without-gossip --without-mingle --without-heartbeat"
    # Celery warns whoever is root, for the sake of pickled messages; ours are JSON.
    python = [sys.executable, "-W", "ignore:You're running the worker with superuser", "-m"]
    return {
        "web server": [*python, *web.split(), "--log-level", "warning", "recap.wsgi:application"],
        "worker": [*python, *worker.split(), *alone.split(), "--loglevel", "WARNING"],
        "sender": [*python, *sender.split(), *alone.split(), "--loglevel", "WARNING"],
    }


def welcome(port, logins):
    """`logins` is what the demo has to say of them; nothing, where people have made the accounts."""
    addresses = f"  for readers   http://{HOST}:{port}/\n  for editors   http://{HOST}:{port}/admin/\n"
    logins = f"\nThe demo's logins for editors:\n\n{logins.rstrip()}\n" if logins else ""
    return f"\nRecap is running; Ctrl-C stops it.\n\n{addresses}{logins}"


def refuse_a_taken_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = f"Port {port} cannot be used ({error.strerror}): try make run PORT={port + 1}."
            raise CommandError(message) from error


def refuse_a_dead_process(processes):
    for name, process in processes.items():
        if process.poll() is not None:
            raise CommandError(f"The {name} ended (status {process.returncode}), so Recap has stopped.")


def wait_until_served(port, processes):
    """Wait for the first page, whatever its status: the server listens before it has loaded Recap."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        refuse_a_dead_process(processes)
        with suppress(OSError, HTTPException), closing(HTTPConnection(HOST, port)) as connection:
            connection.request("GET", "/")
            connection.getresponse()
            return
        time.sleep(0.05)
    raise CommandError(f"The web server did not answer within {SECONDS_TO_START} seconds.")


def stop(processes):
    """Ask the processes to end, and kill what has not ended in time with all that it started."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would leave orphans
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
