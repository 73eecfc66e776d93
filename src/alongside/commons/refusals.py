"""The two ways in which an action says no, each with one sentence that a person can read."""


class NotAllowed(Exception):
    """This cannot be done now, or not by this person; the message is one plain sentence saying why."""


class BadInput(ValueError):
    """What was given cannot be used; the message is one plain sentence that never repeats what was typed."""
