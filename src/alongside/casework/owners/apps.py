from django.apps import AppConfig


class Owners(AppConfig):
    name = "alongside.casework.owners"
    label = "owners"

    def ready(self) -> None:
        from alongside.casework.referrals import ownership, parts

        from . import actions, queries

        parts.add("owners/_whose.html", queries.on_the_page, place="people")
        ownership.when_passed(actions.passed)
