from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="access"),
    path("<uuid:asking_id>/", views.asking, name="access_asking"),
    path("<uuid:asking_id>/answer/", views.answer, name="access_answer"),
    path("<uuid:asking_id>/open/", views.open_, name="access_open"),
    path("<uuid:asking_id>/case/", views.case, name="access_case"),
    path("<uuid:asking_id>/reason/", views.justify, name="access_justify"),
]
