"""Celery's messages as files in a folder: kombu's transport, with files that appear whole.

Kombu writes into a file that can be seen already. A worker that takes it away empty ends, for that is no
message, and Recap with it.
"""

import os
import time
import uuid
from pathlib import Path

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        name = f"{time.monotonic() * 1000:.0f}_{uuid.uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out, name)
        part = whole.with_name(f"{name}.part")  # such a name is of no queue
        part.write_text(dumps(payload))
        os.replace(part, whole)


class Transport(filesystem.Transport):
    Channel = Channel
