"""Answer a question: what an agency contributes stays its own. It names who reads it and until when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from alongside.casework.audit import actions as audit
from alongside.casework.documents.checking import Chosen, Clean
from alongside.casework.keys import vault
from alongside.casework.keys.actions import give, take_back
from alongside.casework.organisation.models import Post, Staff
from alongside.casework.referrals.actions import tell_holders
from alongside.casework.rules import agencies as rules
from alongside.commons import clock
from alongside.commons.based_on import mark_of, refuse_older
from alongside.commons.refusals import NotAllowed

from . import enclosing, queries
from .actions import end_due
from .models import Contribution, Said


def answer(
    request_id: UUID, said: Mapping[str, str], *, readers: Iterable[Post], until: date, regime: str, by: Staff,
    files: Iterable[Chosen] = (), based_on: str | None = None,
) -> Contribution:  # fmt: skip
    """Answer a question for one's agency, in a contribution with a key of its own.

    Args:
        said: ``kind`` (a word of rules.KINDS), ``words`` and ``ground``, which may be empty.
        readers: the posts that read it; whoever asked is one of them where the agency says so.
        until: the last day on which they read it.
        based_on: the mark of the answers of one's agency that the page knew; refused where a colleague was first.
        files: what goes with the words, each looked at first; where one is not taken, nothing is answered yet.

    Raises queries.NotFound and NotAllowed.
    """
    # Looking takes up to a minute a file, so nobody waits for the question meanwhile.
    _may_answer(queries.find(by, request_id))
    clean = enclosing.looked_at(files)
    return _answer(
        request_id, said, readers=readers, until=until, regime=regime, by=by, clean=clean,
        based_on=based_on,
    )  # fmt: skip


def _may_answer(seen: queries.SeenRequest) -> Post:
    post = seen.request.to_post
    if post is None or not seen.answers:
        raise NotAllowed(_("This question is for another agency."))
    return post


@transaction.atomic
def _answer(
    request_id: UUID, said: Mapping[str, str], *, readers: Iterable[Post], until: date, regime: str, by: Staff,
    clean: Iterable[Clean], based_on: str | None,
) -> Contribution:  # fmt: skip
    seen = queries.find(by, request_id, lock=True)
    post = _may_answer(seen)
    told = _("A colleague of your agency answered at the same moment. Look at the question, then send yours.")
    refuse_older(based_on, mark_of(queries.answers_of(seen)), told)
    _refuse(rules.reason_against_answering(**_three(said)) or rules.reason_against_until(until, clock.today()))
    if seen.request.ended_at is not None:
        raise NotAllowed(_("This question was withdrawn, or is no longer needed."))
    row = Contribution(
        request=seen.request, of_case=seen.request.of_case, area=seen.request.area, agency=post.agency,
        post=post, regime=_known(regime), given_by=by, given_at=clock.now(), until=until,
    )  # fmt: skip
    key = vault.new_key()
    give(row.id, key, post)
    _let_read(row, key, _allowed(row, readers))
    row.save(force_insert=True)
    _say(row, key, said, by)
    for each in clean:
        enclosing.put_in(row, key, each, by)
    end_due(seen.request.id)
    tell_holders(seen.request.asker, f"/agencies/{seen.request.id}/")
    for reader in Post.objects.filter(pk__in=queries.named_in(row) - {seen.request.asker_id}):
        tell_holders(reader, f"/agencies/contribution/{row.id}/")
    audit.note("answered a question", [row.of_case, seen.request.id, row.id], by=by.pk)
    return row


def _three(said: Mapping[str, str]) -> dict[str, str]:
    return {name: said.get(name, "") for name in ("kind", "words", "ground")}


def _known(regime: str) -> str:
    if regime not in rules.REGIMES:
        raise NotAllowed(_("Choose the law under which your agency holds this."))
    return regime


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise NotAllowed(sentence)


def _allowed(row: Contribution, readers: Iterable[Post]) -> list[Post]:
    """Return the readers, where all of them can be named."""
    named = {post.pk for post in readers}
    posts = list(queries.nameable(row.area, row.post).filter(pk__in=named))
    if len(posts) != len(named):
        raise NotAllowed(_("Name posts of this area that weigh cases; nobody else reads it."))
    return posts


def _let_read(row: Contribution, key: bytes, posts: Iterable[Post]) -> None:
    for post in posts:
        give(row.id, key, post, ends_at=end_of(row.until))


def end_of(day: date) -> datetime:
    """Return the moment at which a last day is over by the clock on the wall, in UTC as grants are bound to it."""
    return datetime.combine(day + timedelta(days=1), time(), clock.LONDON).astimezone(UTC)


def _say(row: Contribution, key: bytes, said: Mapping[str, str], by: Staff) -> Said:
    words = {name: text.strip() for name, text in _three(said).items()}
    saying = Said(contribution=row, number=row.said.count() + 1, made_by=by, made_at=clock.now())
    saying.seal(key, answer=json.dumps(words, ensure_ascii=False))
    saying.save(force_insert=True)
    return saying


@transaction.atomic
def correct(contribution_id: UUID, said: Mapping[str, str], *, by: Staff) -> Said:
    """Say beside a contribution what is right, or what has come since. Raises queries.NotFound and NotAllowed."""
    row, key = enclosing.own(contribution_id, by, lock=True)
    _refuse(rules.reason_against_answering(**_three(said)))
    saying = _say(row, key, said, by)
    for post in Post.objects.filter(pk__in=queries.named_in(row)):
        tell_holders(post, f"/agencies/contribution/{row.id}/")
    audit.note("corrected a contribution", [row.of_case, row.id], by=by.pk)
    return saying


@transaction.atomic
def name_readers(
    contribution_id: UUID, readers: Iterable[Post], until: date, *, by: Staff, based_on: str | None = None
) -> Contribution:  # fmt: skip
    """Say anew who reads a contribution and until when; whoever is no longer named reads nothing from now on.

    Args:
        based_on: the mark of the readers and the day from which the page was drawn; refused where they are others now.

    Raises queries.NotFound and NotAllowed.
    """
    row, key = enclosing.own(contribution_id, by, lock=True)
    _refuse(rules.reason_against_until(until, clock.today()))
    posts = _allowed(row, readers)
    before = queries.named_in(row)
    now = mark_of(sorted(map(str, before)), str(row.until))
    refuse_older(based_on, now, _("A colleague changed at the same moment who reads it. Look at it again."))
    row.until = until
    row.save(update_fields=["until"])
    for post in Post.objects.filter(pk__in=before - {post.pk for post in posts}):
        take_back(row.id, post)
    _let_read(row, key, posts)
    for post in posts:
        if post.pk not in before:
            tell_holders(post, f"/agencies/contribution/{row.id}/")
    audit.note("named who reads a contribution", [row.of_case, row.id, *(post.pk for post in posts)], by=by.pk)
    return row


def at_once(seen: queries.SeenRequest) -> dict[str, Any]:
    """Return what an answer of one press rests on: the asker reads it, for the usual time, under the usual regime."""
    assert seen.request.to_post is not None
    return {
        "readers": [seen.request.asker], "until": rules.seen_until(clock.today()),
        "regime": rules.regime_of(seen.request.to_post.agency.kind),
    }  # fmt: skip
