from django.urls import path

from . import views

urlpatterns = [path("<uuid:referral_id>/", views.whose, name="whose")]
