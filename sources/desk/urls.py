"""The desk's pages of gathering, by name; the admin wraps and wires them."""

from sources.desk import feeds, follow

FEED = {  # below /admin/sources/feed/, as admin:sources_feed_NAME
    "look": ("follow/", follow.look),
    "follow": ("follow/these/", follow.follow),
    "bring": ("opml/", follow.bring),
    "follow_list": ("opml/these/", follow.follow_list),
    "take_along": ("opml/feeds.opml", follow.take_along),
    "desk": ("<int:pk>/desk/", feeds.feed),
    "words": ("<int:pk>/words/", feeds.words),
    "poll": ("<int:pk>/poll/", feeds.poll),
    "pause": ("<int:pk>/pause/", feeds.pause),
    "unfollow": ("<int:pk>/unfollow/", feeds.unfollow),
}
