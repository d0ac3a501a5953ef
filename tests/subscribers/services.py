"""A PostgreSQL and a Redis of a test's own, which it may restart and empty."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import redis


def missing() -> str:
    """What is not installed here, or nothing."""
    if not newest_initdb():
        return "no PostgreSQL to start"
    return "" if shutil.which("redis-server") else "no Redis to start"


def newest_initdb() -> Path | None:
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)


class Postgres:
    """A server on a port of its own, in a folder that is removed with it."""

    def __init__(self, programs: Path, folder: Path):
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.url = f"postgres://recap@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        trust = ["--username", "recap", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        self.run("initdb", *trust, "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -c full_page_writes=off -c fsync=off"
        self.run("pg_ctl", "start", "--silent", "--wait", "--log", f"{self.folder}/log", "--options", options)

    def stop(self) -> None:
        """As a machine does that is restarted: whoever is connected is cut off."""
        self.run("pg_ctl", "stop", "--silent", "--mode", "immediate")

    def run(self, program: str, *arguments: str) -> None:
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_postgres, self.programs / program, "--pgdata", self.folder / "data", *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        subprocess.run(command, check=True, cwd=self.folder, **quiet)


@contextmanager
def own_postgres():
    initdb = newest_initdb()
    with tempfile.TemporaryDirectory(prefix="recap-pg-") as folder:
        server = Postgres(initdb.parent, Path(folder))
        server.make()
        try:
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):
                server.stop()


@contextmanager
def own_redis(folder):
    """Yield the address of an empty server."""
    port = free_port()
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for_redis(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


def wait_for_redis(port):
    client = redis.Redis(port=port)
    for _ in range(100):
        with suppress(redis.ConnectionError):
            return client.ping()
        time.sleep(0.05)
    raise TimeoutError("Redis does not answer")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
