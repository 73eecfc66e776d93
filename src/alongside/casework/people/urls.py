from django.urls import path

from . import views

urlpatterns = [
    path("look-ups/", views.look_ups, name="look_ups"),
    path("<uuid:referral_id>/", views.person, name="person"),
    path("<uuid:referral_id>/names/", views.names, name="person_names"),
    path("<uuid:referral_id>/says/<uuid:other>/", views.say, name="same_person"),
    path("<uuid:referral_id>/undo/<uuid:saying_id>/", views.undo, name="undo_same_person"),
]
