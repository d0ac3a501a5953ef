"""The bylines of the demo newsroom. All three people are invented. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoContributor:
    name: str
    role: str
    biography: str
    disclosure: str = ""


CONTRIBUTORS = (
    DemoContributor(
        "Wen Jiahui",
        "Editor",
        "Wen Jiahui edits China Recap from Singapore. She reported on factories in Dongguan and "
        "Batam for nine years before that.",
        "She owns no shares of the companies that the newsletter covers.",
    ),
    DemoContributor(
        "Tomás Brandileone",
        "Latin America correspondent",
        "Tomás Brandileone writes from São Paulo about cars, energy and the ports between Santos and "
        "Salvador.",
        "In 2022 he was paid to translate a supplier handbook for a maker of bus parts; the firm is "
        "not mentioned in his articles.",
    ),
    DemoContributor(
        "Ishani Veluthat",
        "Devices and data",
        "Ishani Veluthat covers phones, batteries and privacy law. She has taken apart most of what "
        "she writes about.",
        "Review devices go back to their makers after four weeks.",
    ),
)
