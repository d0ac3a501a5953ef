"""The desk's pages of gathering, by name; the admin wraps and wires them."""

from sources.desk import clip, feeds, follow, tokens

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
CLIPPING = {  # below /admin/sources/clipping/, as admin:sources_clipping_NAME
    "clip": ("clip/", clip.clip),
    "window": ("clip/window/", clip.window),
    "clipped": ("<int:pk>/clipped/", clip.clipped),
}
TOKEN = {  # below /admin/sources/accesstoken/, as admin:sources_accesstoken_NAME
    "mine": ("mine/", tokens.mine),
    "revoke": ("<int:pk>/revoke/", tokens.revoke),
}
