"""Topics of the demo, each with the words that an editor would file under it."""

TOPICS = {
    "Batteries": ("battery", "batteries", "power bank"),
    "Electric vehicles": ("electric car", "electric vehicle", "EV "),
    "Robotics": ("robot", "drone"),
    "E-commerce": ("marketplace", "online shop", "e-commerce", "livestream"),
    "Tariffs and customs": ("tariff", "duty", "duties", "customs"),
    "Phones": ("phone", "handset"),
}


def topics_of(text: str) -> tuple[str, ...]:
    return tuple(topic for topic, words in TOPICS.items() if any(word in text for word in words))
