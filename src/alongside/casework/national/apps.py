from django.apps import AppConfig


class National(AppConfig):
    name = "alongside.casework.national"
    label = "national"

    def ready(self) -> None:
        from alongside.casework.referrals import facts, parts

        from .actions import wait_for_keying
        from .queries import on_the_page

        facts.after_each_move(wait_for_keying)
        parts.add("national/_sheets.html", on_the_page)
