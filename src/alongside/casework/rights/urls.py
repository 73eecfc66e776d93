from django.urls import path

from . import views

urlpatterns = [
    path("", views.kept, name="kept"),
    path("sign/<slug:code>/", views.sign, name="sign_schedule"),
    path("hold/<uuid:ending_id>/", views.hold, name="hold_deletion"),
    path("recall/<uuid:disclosure_id>/", views.answer_recall, name="answer_recall"),
]
