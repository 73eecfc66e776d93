from django.apps import AppConfig


class Disclosures(AppConfig):
    name = "alongside.casework.disclosures"
    label = "disclosures"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from . import journey
        from .queries import on_the_page

        journey.register()
        parts.add("disclosures/_link.html", on_the_page)
