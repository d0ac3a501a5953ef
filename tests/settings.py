"""The settings of the tests: development, with files of its own and a hasher that does not wait."""

import os
import tempfile

os.environ.setdefault("RECAP_MODE", "development")
os.environ["RECAP_VAR"] = tempfile.mkdtemp(prefix="recap-tests-")
# The folder of the first process of a run, which those that it starts share.
os.environ.setdefault("RECAP_TESTS_RUN", os.environ["RECAP_VAR"])

from recap.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Two connections at once are tested too; in memory they would be one database only by SQLite's shared cache.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}  # noqa: F405
# A connection kept by the thread of a live server would keep its database from being removed.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
