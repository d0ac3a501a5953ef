"""The queue on one machine: a folder of messages."""

from queue import Empty

import pytest
from celery import Celery


@pytest.fixture
def channel(tmp_path):
    """A channel of the transport that is used where no Redis is named, in a folder of its own."""
    options = {name: str(tmp_path) for name in ("data_folder_in", "data_folder_out", "control_folder")}
    app = Celery(set_as_current=False, broker="filesystem://localhost")
    app.conf.update(broker_transport="recap.folder:Transport", broker_transport_options=options)
    with app.connection() as connection:
        yield connection.default_channel


def test_a_message_is_not_there_before_it_is_whole(channel):
    class Message:
        """While it is written, somebody looks for it."""

        def __json__(self):
            with pytest.raises(Empty):
                channel._get("mailing")
            return "wake"

    channel._put("mailing", Message())

    assert channel._get("mailing") == "wake"


def test_a_message_is_read_once_and_from_its_own_queue(channel):
    channel._put("mailing", {"id": 1})

    with pytest.raises(Empty):
        channel._get("sending")
    assert channel._get("mailing") == {"id": 1}
    with pytest.raises(Empty):
        channel._get("mailing")
