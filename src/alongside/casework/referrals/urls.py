from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:referral_id>/", views.referral, name="referral"),
    path("<uuid:referral_id>/sign/<uuid:countersigning_id>/", views.countersign, name="countersign"),
    path("<uuid:referral_id>/<slug:word>/", views.move, name="move"),
]
