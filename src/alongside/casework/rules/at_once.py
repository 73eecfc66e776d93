"""Areas on the automatic model (in Wales): a concern goes to the police and the local authority at once (R-01; domain
page 2.2, stage 1).

The police's case manager reads what was told, for information and for checks, and owns nothing: intake decides and
answers. What is promised to whoever tells us decides, and so does the form that they filled in: nobody's concern goes
to the police earlier than its page said before Send.
"""

from alongside.commons.words import _

from .passing import Step

READER = "case_manager"
"""Whose post the police read by: who checks, and manages the case if a referral is opened."""

DELIVER = Step(
    "deliver_at_once",
    _("Delivered at once to the police and the local authority"),
    "delivered a concern to both",
)
STEPS = {DELIVER.word: DELIVER}

OF_THE_POLICE = _("To the police, for information and for checks: {agencies}.")
FOR_INFORMATION = _(
    "This was delivered to you at once, for information and for checks. Intake in {area} decides about it and answers"
    " whoever told us. You can tell 999 or social care at any time."
)
POLICE_HAVE_IT = _("The police have had this since it came, for information and for checks. You decide about it.")


def is_promised(*, area: str, told_of: str, advice_only: bool) -> bool:
    """Say whether a concern is delivered to both as it comes to an area that has the automatic model.

    Args:
        area: the code of the area that gets it.
        told_of: the area that whoever told us chose; what has no place, or came from the webchat, has another word.
        advice_only: they asked for advice and name nobody, so there is nobody to check.
    """
    return told_of == area and not advice_only


def is_promised_after_passing(*, had_a_place: bool, advice_only: bool) -> bool:
    """Say whether the police get a concern when an area of the automatic model accepts it from another.

    Whoever did not know the place read that in some places it goes to both. Whoever named a place read that there the
    police see it if it becomes a referral: that holds, wherever it goes.
    """
    return not had_a_place and not advice_only
