from django.apps import AppConfig


class Assessment(AppConfig):
    name = "alongside.casework.assessment"
    label = "assessment"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from .queries import of_case

        parts.add("assessment/_of_case.html", of_case)
