from django.apps import AppConfig


class Documents(AppConfig):
    name = "alongside.casework.documents"
    label = "documents"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from .queries import listed

        parts.add("documents/_files.html", listed)
