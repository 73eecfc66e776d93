from django.apps import AppConfig


class Statistics(AppConfig):
    name = "alongside.casework.statistics"
    label = "statistics"
