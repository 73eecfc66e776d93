from django.apps import AppConfig


class Intake(AppConfig):
    name = "alongside.casework.intake"
    label = "intake"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from .queries import replies

        parts.add("intake/_replies.html", replies)
