from django.apps import AppConfig


class Agencies(AppConfig):
    name = "alongside.casework.agencies"
    label = "agencies"

    def ready(self) -> None:
        from alongside.casework.referrals import parts

        from . import journey, packed
        from .queries import of_case, of_item

        journey.register()
        parts.add("agencies/_of_case.html", of_case)
        parts.add_to_item("agencies/_of_item.html", of_item)
        parts.add_to_pack(packed.offers, packed.tells)
