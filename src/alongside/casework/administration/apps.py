from django.apps import AppConfig


class Administration(AppConfig):
    name = "alongside.casework.administration"
    label = "administration"

    def ready(self) -> None:
        from alongside.casework.referrals import ownership

        from .queries import reason_against_deciding, warnings

        ownership.who_decides(reason_against_deciding)
        ownership.who_is_warned(warnings)
