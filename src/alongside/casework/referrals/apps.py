from django.apps import AppConfig


class Referrals(AppConfig):
    name = "alongside.casework.referrals"
    label = "referrals"

    def ready(self) -> None:
        from . import at_once, ownership

        ownership.not_theirs(at_once.why_not_theirs)
