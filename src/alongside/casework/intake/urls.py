from django.urls import path

from . import views

urlpatterns = [
    path("", views.queue, name="intake"),
    path("<uuid:referral_id>/reply/", views.reply, name="reply"),
]
