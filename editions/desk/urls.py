"""The desk's pages of an edition and of an item, by name; the admin wraps and wires them."""

from editions.desk import corrections, findings, item, moves, notes, paste, previews, reviews, sheet, ticks

EDITION = {  # below /admin/editions/edition/, as admin:editions_edition_NAME
    "paste": ("paste/<str:way>/", paste.paste),
    "understood": ("paste/<str:way>/understood/", paste.understood),
    "paste_save": ("paste/<str:way>/save/", paste.save),
    "sheet": ("<int:pk>/sheet/", sheet.sheet),
    "move": ("<int:pk>/move/<str:name>/", moves.edition),
    "tick": ("<int:pk>/tick/", ticks.tick),
    "correct": ("<int:pk>/correct/", corrections.correct_edition),
    "note": ("<int:pk>/note/", notes.add),
    "note_resolve": ("<int:pk>/note/<int:note>/", notes.resolve),
    "proof": ("<int:pk>/proof/", sheet.proof),
    "fix": ("<int:pk>/fix/", findings.fix_edition),
    "override": ("<int:pk>/override/", findings.override_edition),
    "withdraw_override": ("override/<int:pk>/withdraw/", findings.withdraw_override),
    "links_again": ("<int:pk>/links/", findings.check_links_again),
    "review_make": ("<int:pk>/review/", reviews.make_review_link),
    "review_revoke": ("<int:pk>/review/<int:link_pk>/revoke/", reviews.revoke_review_link),
    "preview_web": ("<int:pk>/preview/web/", previews.web),
    "preview_email": ("<int:pk>/preview/email/", previews.email),
    "preview_wechat": ("<int:pk>/preview/wechat/", previews.wechat),
    "preview_text": ("<int:pk>/preview/<str:form>/", previews.text),
}
ITEM = {  # below /admin/sources/newsitem/, as admin:sources_newsitem_NAME
    "sheet": ("<int:pk>/sheet/", item.sheet),
    "move": ("<int:pk>/move/<str:name>/", moves.item),
    "preview": ("<int:pk>/preview/", previews.item),
    "correct": ("<int:pk>/correct/", corrections.correct_item),
    "fix": ("<int:pk>/fix/", findings.fix_item),
    "override": ("<int:pk>/override/", findings.override_item),
    "distinct": ("<int:pk>/distinct/", findings.not_the_same),
    "follow_up": ("<int:pk>/follow-up/", findings.follow_up),
}
