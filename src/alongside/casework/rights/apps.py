from django.apps import AppConfig


class Rights(AppConfig):
    name = "alongside.casework.rights"
    label = "rights"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from . import journey
        from .queries import how_long_kept

        journey.register()
        parts.add("rights/_how_long_kept.html", how_long_kept)
