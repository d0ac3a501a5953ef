"""The desk's pages of gathering, by name; the admin wraps and wires them."""

from sources.desk import clip, company_files, company_merge, company_suggestions, feeds, follow, tokens

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
COMPANY = {  # below /admin/sources/company/, as admin:sources_company_NAME
    "merge": ("<int:pk>/merge/", company_merge.merge),
    "unmerge": ("<int:pk>/unmerge/", company_merge.unmerge),
    "suggested": ("suggested/", company_suggestions.suggested),
    "choose": ("suggested/<int:pk>/", company_suggestions.choose),
    "alias": ("suggested/<int:pk>/alias/", company_suggestions.alias),
    "dismiss": ("suggested/<int:pk>/dismiss/", company_suggestions.dismiss),
    "take_along": ("companies.csv", company_files.take_along),
    "bring": ("import/", company_files.bring),
    "store": ("import/these/", company_files.store),
    "refused": ("import/refused.csv", company_files.refused),
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
