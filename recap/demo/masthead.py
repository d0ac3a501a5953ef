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
ABOUT = """\
China Recap is written in Singapore and São Paulo by three people who used to keep the same list of links, \
each for themselves. We read some forty Chinese and foreign publications, exchange filings and company \
statements, and tell on Monday what moved in the week before.

## Who pays

Subscriptions of readers and a sponsored line now and then, which says so. No company pays to be named, and \
none reads what we write before it is out.

*This is a demonstration: the newsroom, its people and its addresses are invented.*"""
SENDER_NAME = "China Recap"
SENDER_ADDRESS = "recap@example.com"
REPLY_TO = "editors@example.com"
POSTAL_ADDRESS = "1 Example Road, Singapore 048624"
TIME_ZONE = "Asia/Shanghai"
PUBLISH_WEEKDAY = 0  # Monday, as date.weekday() counts
PUBLISH_HOUR = 8
ACCENT = "#b3261e"
