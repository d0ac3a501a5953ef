"""Fill an empty database with a believable newsroom."""

import json
import secrets

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from recap.demo.newsroom import fill

ACCOUNTS = (
    ("admin", "Ada", "Admin", "administrator"),
    ("mei", "Mei", "Tan", "publisher"),
    ("lin", "Lin", "Zhao", "editor"),
    ("kofi", "Kofi", "Mensah", "contributor"),
)


class Command(BaseCommand):
    help = "Fill an empty database with a demo newsroom, and say its logins. Only in development mode."

    def handle(self, *args, **options):
        if not settings.DEVELOPMENT:
            raise CommandError("The demo is for development; this is production, and nothing was changed.")
        logins = settings.VAR / "demo-logins.json"
        if User.objects.exists():
            if logins.exists():
                self._say(json.loads(logins.read_text()))
            return
        passwords = {name: secrets.token_urlsafe(9) for name, *_ in ACCOUNTS}
        with transaction.atomic():
            people = {account[0]: self._account(*account, passwords[account[0]]) for account in ACCOUNTS}
            fill(writer=people["lin"], publisher=people["mei"], now=timezone.now())
        logins.touch(mode=0o600)
        logins.write_text(json.dumps(passwords))
        self._say(passwords)

    def _account(self, username, first, last, role, password):
        user = User.objects.create_user(
            username,
            f"{username}@example.com",
            password,
            first_name=first,
            last_name=last,
            is_staff=True,
            is_superuser=role == "administrator",
        )
        user.groups.add(Group.objects.get(name=role))
        return user

    def _say(self, passwords):
        roles = {name: role for name, _, _, role in ACCOUNTS}
        for name, password in passwords.items():
            self.stdout.write(f"  {name:<6} {password:<14} {roles[name]}")
