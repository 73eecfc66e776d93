from django.apps import AppConfig


class Desk(AppConfig):
    name = "alongside.casework.desk"
    label = "desk"
