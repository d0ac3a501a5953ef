"""Days and hours as the newsroom writes them, where Django's British English has "7:30 a.m."."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
