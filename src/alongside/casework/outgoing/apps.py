from django.apps import AppConfig


class Outgoing(AppConfig):
    name = "alongside.casework.outgoing"
    label = "outgoing"
