from django.apps import AppConfig


class GivenBack(AppConfig):
    name = "alongside.casework.given_back"
    label = "given_back"
