from django.apps import AppConfig


class Accounts(AppConfig):
    name = "alongside.public.accounts"
    label = "accounts"
