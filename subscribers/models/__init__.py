"""Subscribers, mailings, deliveries and what came back."""

from subscribers.models.imports import Import
from subscribers.models.mailings import Delivery, Lane, Link, Mailing, Pace, Rendition, Seed
from subscribers.models.people import Follow, Letter, Subscriber, Suppression
from subscribers.models.reports import DeliveryEvent, Report

__all__ = [
    "Delivery",
    "DeliveryEvent",
    "Follow",
    "Import",
    "Lane",
    "Letter",
    "Link",
    "Mailing",
    "Pace",
    "Rendition",
    "Report",
    "Seed",
    "Subscriber",
    "Suppression",
]
