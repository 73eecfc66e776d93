"""The gateway assessment: is there a reasonable basis for a Prevent concern, what explains it if not, and who signs it.

Source: domain page 2.2, stage 3 (a police case officer assesses, a supervisor signs off; outcomes a to c as Home Office
training has them; the "3 Ms" and the innocent explanations named there). No number and no colour: words, with reasons.
"""

from collections.abc import Mapping

from alongside.commons.words import _

FACT = "gateway_assessed"

ASSESSES = ("case_manager", "police_supervisor")
"""Who writes the assessment (domain page 2.7). Whoever writes it does not sign it."""

BASIS = {"yes": _("Yes"), "no": _("No")}

OUTCOMES = {
    "evidence": _("Clear evidence that the person is vulnerable to radicalisation"),
    "limited": _("Limited information, but concern"),
    "not_channel": _("Not appropriate for Channel"),
}
GOES_ON = ("evidence", "limited")
"""The outcomes with which partners may be asked, or the panel."""

EXPLANATIONS = {
    "none": _("None of these: the concern stands"),
    "misguided": _("Misguided: meant well, and there is no concern"),
    "misinterpreted": _("Misinterpreted: taken out of context, or the context explains it"),
    "malicious": _("Malicious: told in order to harm"),
    "other_need": _("Another need: safeguarding that has nothing to do with radicalisation"),
}

SPOKEN = {
    "yes": _("Yes"),
    "not_yet": _("Not yet"),
    "cannot": _("No: we cannot reach them, or it would put somebody in danger"),
}


def goes_on(answers: Mapping[str, object]) -> bool:
    """Say whether an assessment lets partners be asked."""
    return answers.get("outcome") in GOES_ON


def reason_against_keeping(answers: Mapping[str, object]) -> str | None:
    """Say why an assessment contradicts itself, or None. `answers` are words of the tables above, by field."""
    if not goes_on(answers):
        return None if answers.get("explanation") != "none" else _("Say what explains it, if it goes no further.")
    if answers.get("basis") != "yes":
        return _("Without a reasonable basis it goes no further: the outcome is “{outcome}”.").format(
            outcome=OUTCOMES["not_channel"]
        )
    return None if answers.get("explanation") == "none" else _("What explains the concern away does not go further.")
