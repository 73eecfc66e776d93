from django.apps import AppConfig


class National(AppConfig):
    name = "alongside.casework.national"
    label = "national"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from .queries import on_the_page

        parts.add("national/_sheets.html", on_the_page)
