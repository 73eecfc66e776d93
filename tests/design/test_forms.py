"""Forms draw the right component, tie hints and errors to it, and say what is wrong in plain sentences."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.forms import Form as DjangoForm
from django.utils import translation

from alongside.design import forms

from .pages import Sample

GOOD = {
    "worry": "He stopped coming\r\nto lessons.",
    "name": "Sam",
    "seen_on-day": "8",
    "seen_on-month": "March",
    "seen_on-year": "2015",
    "relation": "parent",
    "area": "leeds",
    "told": "on",
}


class Plain(DjangoForm):
    login = forms.CharField(label="Login", max_length=5)


def dated(day: str, month: str, year: str) -> Sample:
    return Sample({**GOOD, "seen_on-day": day, "seen_on-month": month, "seen_on-year": year})


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_good_answers_are_taken_and_a_line_break_counts_once() -> None:
    form = Sample(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["worry"] == "He stopped coming\nto lessons."
    assert form.cleaned_data["seen_on"] == date(2015, 3, 8)


def test_an_answer_just_as_long_as_the_counter_allows_is_taken() -> None:
    assert Sample({**GOOD, "worry": "a\r\n" * 149 + "bb"}).is_valid()
    assert not Sample({**GOOD, "worry": "a\r\n" * 150 + "bb"}).is_valid()


@pytest.mark.parametrize(
    ("name", "component"),
    [
        ("worry", "govuk-character-count"),
        ("name", "govuk-input"),
        ("seen_on", "govuk-date-input"),
        ("relation", "govuk-radios"),
        ("ways", "govuk-checkboxes"),
        ("area", "govuk-select"),
        ("paper", "govuk-file-upload"),
        ("secret", "govuk-password-input"),
        ("told", "govuk-checkboxes"),
    ],
)
def test_each_widget_has_its_component(name: str, component: str) -> None:
    assert component in Sample()[name].as_field_group()


def test_hint_and_error_are_tied_to_the_control() -> None:
    drawn = Sample({})["worry"].as_field_group()
    tied = re.search(r'<textarea[^>]*aria-describedby="([^"]+)"', drawn)
    assert tied
    for described in tied.group(1).split():
        assert f'id="{described}"' in drawn
    assert {"id_worry-hint", "id_worry-error"} <= set(tied.group(1).split())


def test_the_hint_of_a_single_box_stands_under_its_label_and_is_tied_to_the_box() -> None:
    class Danger(forms.Form):
        danger = forms.BooleanField(label="A life is in danger now", help_text="Call 999 first.")

    drawn = Danger()["danger"].as_field_group()
    assert words(drawn) == "A life is in danger now Call 999 first."
    tied = re.search(r'<input[^>]*aria-describedby="([^"]+)"', drawn)
    assert tied
    assert re.search(rf'id="{tied[1]}"[^>]*>\s*Call 999 first', drawn)


def test_every_line_of_the_summary_leads_to_a_control_on_the_page() -> None:
    form = Sample({"seen_on-day": "3"})
    page = form.as_fields()
    targets = re.findall(r'href="#([^"]+)"', form.error_summary())
    assert len(targets) == 6
    assert [target for target in targets if f'id="{target}"' not in page] == []
    assert "id_seen_on-month" in targets


def test_a_form_without_errors_has_no_summary() -> None:
    assert Sample().error_summary() == ""
    assert Sample(GOOD).error_summary() == ""


def test_what_was_typed_stays_on_the_page_and_cannot_become_markup() -> None:
    drawn = Sample({"worry": "<script>alert(1)</script>", "name": '"><b>'}).as_fields()
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "<b>" not in drawn


def test_a_password_is_never_sent_back() -> None:
    assert "hunter2" not in Sample({"secret": "hunter2"})["secret"].as_field_group()


def test_errors_are_sentences_with_the_question_in_them() -> None:
    errors = Sample({"name": "x" * 30, "seen_on-day": "1", "relation": "king"}).errors
    assert errors["worry"] == ["Fill in “What has worried you?”"]
    assert errors["name"] == ["“Your name” must be 20 characters or fewer. You wrote 30"]
    assert errors["seen_on"] == ["“When did you last see them?” must include a month and a year"]
    assert errors["relation"] == ["Choose one of the answers shown for “Who are you to them?”"]
    assert errors["told"] == ["Tick “They know that I am writing” to go on"]


def test_a_form_that_writes_its_own_sentence_keeps_it() -> None:
    class Own(forms.Form):
        worry = forms.CharField(error_messages={"required": "Tell us what worries you"})

    assert Own({}).errors["worry"] == ["Tell us what worries you"]


def test_a_percent_sign_in_a_question_does_no_harm() -> None:
    class Share(forms.Form):
        share = forms.CharField(label="How many % of days?", max_length=2)

    assert Share({"share": "1000"}).errors["share"] == [
        "“How many % of days?” must be 2 characters or fewer. You wrote 4"
    ]


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MARCH"])
def test_months_may_be_numbers_or_words(month: str) -> None:
    form = dated("8", month, "2015")
    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("31", "2", "2015", "must be a real date, like 27 3 2026"),
        ("8", "ma", "2015", "must be a real date, like 27 3 2026"),
        ("8", "Ju", "2015", "must be a real date, like 27 3 2026"),
        ("8", "²", "2015", "must be a real date, like 27 3 2026"),
        ("8", "3", "15", "must have a year of four digits"),
        ("", "3", "2015", "must include a day"),
        ("8", "3", "2031", "must be 1 January 2030 or earlier"),
        ("", "", "", "Enter a date for “When did you last see them?”"),
    ],
)
def test_a_wrong_date_is_answered_with_what_is_wrong(day: str, month: str, year: str, said: str) -> None:
    form = dated(day, month, year)
    assert said in str(form.errors["seen_on"][0])


def test_only_the_wrong_boxes_of_a_date_are_marked() -> None:
    drawn = dated("8", "", "2015")["seen_on"].as_field_group()
    marked = re.findall(r'<input class="[^"]*govuk-input--error[^"]*" id="([^"]+)"', drawn)
    assert marked == ["id_seen_on-month"]


def test_a_known_date_fills_the_three_boxes() -> None:
    drawn = Sample(initial={"seen_on": date(2015, 3, 8)})["seen_on"].as_field_group()
    assert re.findall(r'value="(\d+)"', drawn) == ["8", "3", "2015"]
    again = Sample({**GOOD, "seen_on-month": "3"}, initial={"seen_on": date(2015, 3, 8)})
    assert "seen_on" not in again.changed_data


def test_a_question_can_be_the_heading_of_its_page() -> None:
    assert re.search(r"<h1[^>]*>\s*When did", Sample()["seen_on"].as_field_group(heading=True))
    assert re.search(r"<h1[^>]*>\s*<label", Sample()["worry"].as_field_group(heading=True))


def test_a_choice_can_open_another_question_and_exclude_the_others() -> None:
    form = Sample()
    drawn = form["relation"].as_field_group(reveals={"other": form["who"]})
    assert 'id="id_who"' in drawn
    assert 'data-behaviour="exclusive"' in form["ways"].as_field_group(exclusive="none")


def test_a_form_of_somebody_elses_is_drawn_too_because_the_renderer_is_ours() -> None:
    form = Plain({"login": "too long"})
    assert "govuk-input" in form["login"].as_field_group()
    assert form.errors["login"] == ["“Login” must be 5 characters or fewer. You wrote 8"]


def test_django_still_finds_the_widgets_of_other_apps() -> None:
    assert str(Plain()["login"]).startswith("<input")


def test_prefixed_forms_keep_their_ids_and_names_apart() -> None:
    drawn = Sample(prefix="second")["seen_on"].as_field_group()
    assert 'name="second-seen_on-day"' in drawn
    assert 'id="id_second-seen_on-day"' in drawn


def test_drawing_does_not_need_english() -> None:
    with translation.override("cy"):
        assert "govuk-character-count" in Sample({})["worry"].as_field_group()
        assert words(Sample({}).error_summary())
