"""Joiners, leavers, posts held for a time, and dates of training. Each is one transaction and one entry."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from alongside.casework.organisation.models import Agency, Area, Holding, Post, Staff
from alongside.casework.owners import gone
from alongside.casework.rules import administration as rules
from alongside.casework.rules import apart
from alongside.casework.rules.journey import NAMED
from alongside.casework.rules.training import TRAINING
from alongside.commons import clock
from alongside.commons.refusals import NotAllowed
from alongside.site.outbox import actions as outbox

from .actions import note, refuse_unless_manager
from .models import TrainingDate


@transaction.atomic
def join(name: str, email: str, agency: Agency, *, by: Staff) -> Staff:
    """Make an account without a password and send its holder, nobody else, the link to choose one.

    Raises NotAllowed when `by` is no manager or the address has an account.
    """
    refuse_unless_manager(by)
    try:
        with transaction.atomic():
            staff = Staff.objects.create_user(email.lower(), None, name=name, agency=agency, joined_on=clock.today())
    except IntegrityError:
        raise NotAllowed(_("There is an account with this e-mail address already.")) from None
    outbox.queue(staff, "set_password")
    note("joined", by=by, staff=staff, agency=agency)
    return staff


@transaction.atomic
def leave(staff: Staff, *, by: Staff) -> None:
    """Close an account: every post ends today, every session and second factor is gone now.

    Raises NotAllowed with the rule's sentence.
    """
    refuse_unless_manager(by)
    staff = _locked(staff)
    _refuse(rules.reason_against_leaving(own=staff == by, works_here=staff.is_active))
    today = clock.today()
    posts = [holding.post for holding in Holding.objects.on(today).filter(staff=staff).select_related("post")]
    Holding.objects.filter(staff=staff, from_on__gt=today).delete()
    Holding.objects.on(today).filter(staff=staff).update(until_on=today)
    staff.is_active, staff.left_on = False, today
    # A password that is unusable also breaks every link that was sent and every session's fingerprint.
    staff.set_unusable_password()
    staff.save(update_fields=["is_active", "left_on", "password"])
    Authenticator.objects.filter(user=staff).delete()
    _end_sessions(staff)
    gone.give_back(by=by)
    gone.alarm_if_nobody(posts)
    note("left", by=by, staff=staff)


@transaction.atomic
def let_back(staff: Staff, *, by: Staff) -> None:
    """Open a closed account again. Its posts stay ended: they are given again one by one."""
    refuse_unless_manager(by)
    staff = _locked(staff)
    if staff.is_active:
        raise NotAllowed(_("This account is open."))
    staff.is_active, staff.left_on = True, None
    staff.save(update_fields=["is_active", "left_on"])
    outbox.queue(staff, "set_password")
    note("let_back", by=by, staff=staff)


@transaction.atomic
def send_password_link(staff: Staff, *, by: Staff) -> None:
    """Send somebody a new link to choose a password; the present one goes on working until they do."""
    refuse_unless_manager(by)
    if not staff.is_active:
        raise NotAllowed(_("This account is closed. Let the person back in first."))
    outbox.queue(staff, "set_password")
    note("password_link_sent", by=by, staff=staff)


@transaction.atomic
def give_post(staff: Staff, post: Post, period: rules.Period, *, by: Staff) -> Holding:
    """Let somebody hold a post for a time, as for leave cover. Raises NotAllowed with the rule's sentence."""
    refuse_unless_manager(by)
    staff = _locked(staff)
    holdings = _holdings(staff)
    held = [(holding.post_id, holding.post.role, period_of(holding)) for holding in holdings]
    _refuse(
        rules.reason_against_giving(
            post.role,
            period,
            to_self=staff == by,
            works_here=staff.is_active,
            own_agency=staff.agency_id == post.agency_id,
            held=[(role, when) for _post, role, when in held],
            today=clock.today(),
        )
    )
    _refuse(_reason_about_the_two(staff, post, period, holdings))
    if any(post.pk == same and period.meets(when) for same, _role, when in held):
        raise NotAllowed(_("They hold this post on some of these days already."))
    holding = Holding.objects.create(post=post, staff=staff, from_on=period.from_on, until_on=period.until_on)
    outbox.queue(staff, "posts_changed")
    note("post_given", by=by, staff=staff, post=post, from_on=period.from_on, until_on=period.until_on)
    return holding


def _reason_about_the_two(staff: Staff, post: Post, period: rules.Period, held: list[Holding]) -> str | None:
    """Say why the two who take concerns about staff or their kin, and the team, do not stay apart, or None."""
    area = Area.objects.select_for_update().get(pk=post.area_id)
    here = {each.post.role for each in held if each.post.area_id == area.pk and period.meets(period_of(each))}
    if post.role != NAMED:
        return apart.reason_against_joining_the_team(post.role, area=area.name, is_named=NAMED in here)
    others = Holding.objects.filter(post__area=area, post__role=NAMED).exclude(staff=staff)
    named = {str(each.staff_id) for each in others if period.meets(period_of(each))}
    return apart.reason_against_naming(area=area.name, named=named, roles=here)


@transaction.atomic
def end_post(holding: Holding, last_day: date, *, by: Staff) -> None:
    """Let a post end after `last_day`; yesterday means at once. Raises NotAllowed with the rule's sentence."""
    refuse_unless_manager(by)
    staff = _locked(holding.staff)
    _refuse(
        rules.reason_against_ending(period_of(holding), last_day, own=holding.staff_id == by.pk, today=clock.today())
    )
    if last_day < holding.from_on:
        # It never ran for a whole day; the entry below is what stays of it.
        holding.delete()
    else:
        Holding.objects.filter(pk=holding.pk).update(until_on=last_day)
    gone.give_back(by=by)
    gone.alarm_if_nobody([holding.post])
    outbox.queue(staff, "posts_changed")
    note("post_ended", by=by, staff=staff, post=holding.post, from_on=holding.from_on, until_on=last_day)


@transaction.atomic
def record_training(staff: Staff, kind: str, valid_until_on: date, *, evidence: str, by: Staff) -> None:
    """Write down until when a training counts and what shows it, in place of what was known.

    Raises NotAllowed when `by` is no manager or no evidence is named.
    """
    refuse_unless_manager(by)
    if not evidence.strip():
        raise NotAllowed(_("Write what shows it: the number of the certificate or of the record."))
    if kind not in TRAINING:
        raise ValueError(f"There is no training called {kind}.")
    said = {"valid_until_on": valid_until_on, "evidence": evidence.strip(), "warned": 0}
    TrainingDate.objects.update_or_create(staff=staff, kind=kind, defaults=said)
    note("training_recorded", by=by, staff=staff, training=kind, until_on=valid_until_on)


def yesterday() -> date:
    """The last day of a post that ends at once."""
    return clock.today() - timedelta(days=1)


def period_of(holding: Holding) -> rules.Period:
    return rules.Period(holding.from_on, holding.until_on)


def _holdings(staff: Staff) -> list[Holding]:
    return list(Holding.objects.filter(staff=staff).select_related("post"))


def _locked(staff: Staff) -> Staff:
    """Read a person again and keep others from changing what they hold until we are done."""
    return Staff.objects.select_for_update().get(pk=staff.pk)


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise NotAllowed(_(reason))


def _end_sessions(staff: Staff) -> None:
    """Delete every session of a person. A session is sealed, so each is opened to see whose it is; staff are few."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(staff.pk):
            session.delete()
