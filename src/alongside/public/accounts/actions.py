"""Making groups and accounts. Run by an administrator of the site, never by a visitor."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from .groups import EDITORS, GROUPS
from .models import Account

EDIT_PAGES = ("add_page", "change_page", "publish_page", "bulk_delete_page", "unlock_page")
EDIT_THINGS = ("clip", "series", "service")


@transaction.atomic
def make_groups() -> None:
    """Make the groups where they are missing, and give editors their rights; Wagtail's own two groups go."""
    # Wagtail's first migration makes "Editors" and "Moderators" for page workflows; beside ours they would mislead.
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    for name in GROUPS:
        Group.objects.get_or_create(name=name)
    _let_editors_edit(Group.objects.get(name=EDITORS))


def _let_editors_edit(editors: Group) -> None:
    root = Page.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=EDIT_PAGES):
        GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=permission)
    wanted = [f"{verb}_{thing}" for verb in ("add", "change", "view", "delete") for thing in EDIT_THINGS]
    own = Permission.objects.filter(content_type__app_label__in=("clips", "help"), codename__in=wanted)
    admin = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    editors.permissions.add(*own, *admin)


@transaction.atomic
def add_account(*, email: str, name: str, password: str, groups: tuple[str, ...]) -> Account:
    """Make an account in these groups, or leave the one that is there."""
    if found := Account.objects.filter(email=email).first():
        return found
    first, _, last = name.partition(" ")
    account = Account.objects.create_user(email, password, first_name=first, last_name=last)
    account.groups.set(Group.objects.filter(name__in=groups))
    return account
