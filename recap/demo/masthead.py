"""The standing words and habits of the demo newsletter. Pure data."""

NAME = "China Recap"
TAGLINE = "Chinese companies abroad, once a week"
INTRODUCTION = """\
China Recap follows Chinese companies into the rest of the world: the markets they enter, the money they \
raise, the products they bring, and the rules they meet when they arrive.

Every Monday we choose the moves of the past week that say most, tell each in a few lines, and name the \
source, so that you can read further."""
SIGNOFF = """\
That was the week. Opening an office, hiring or raising money outside China? Write to editors@example.com \
and tell us what is new."""
SENDER_NAME = "China Recap"
SENDER_ADDRESS = "recap@example.com"
REPLY_TO = "editors@example.com"
POSTAL_ADDRESS = "1 Example Road, Singapore 048624"
TIME_ZONE = "Asia/Shanghai"
PUBLISH_WEEKDAY = 0  # Monday, as date.weekday() counts
PUBLISH_HOUR = 8
ACCENT = "#b3261e"
