from django.urls import path

from . import views

urlpatterns = [
    path("together/", views.together, name="together"),
    path("together/<uuid:asking_id>/", views.second, name="second_custodian"),
    path("<uuid:reporter_id>/", views.named, name="who_told_us"),
]
