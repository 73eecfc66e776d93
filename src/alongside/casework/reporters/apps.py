from django.apps import AppConfig


class Reporters(AppConfig):
    name = "alongside.casework.reporters"
    label = "reporters"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from . import journey
        from .queries import who_told_us

        journey.register()
        parts.add("reporters/_who_told_us.html", who_told_us)
