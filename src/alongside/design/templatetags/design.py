"""Our look for templates in Django's language: the account pages of allauth."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from alongside.design.forms import drawn_fields, error_summary

register = template.Library()

CAPTURED = ("account_title", "account_head", "account_content", "account_links", "account_scripts")


@register.simple_tag(takes_context=True)
def account_page(context: template.Context) -> SafeString:
    """Put what the account page captured into the half's own frame."""
    form = context.get("form")
    said: dict[str, Any] = {name: context[name] for name in CAPTURED}
    if isinstance(form, BaseForm):
        said |= {"form": form, "summary": error_summary(form)}
    return mark_safe(render_to_string("design/account.html", said, request=context.get("request")))  # noqa: S308


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """All fields of a form as GOV.UK components."""
    return drawn_fields(form)


@register.filter
def button_classes(tags: list[str] | None) -> str:
    """How allauth's words for a button look here."""
    said = set(tags or ())
    if said & {"danger", "delete"}:
        return "govuk-button govuk-button--warning"
    if said & {"secondary", "outline", "tool", "link", "cancel", "panel"}:
        return "govuk-button govuk-button--secondary"
    return "govuk-button"
