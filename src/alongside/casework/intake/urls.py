from django.urls import path

from . import views

urlpatterns = [
    path("", views.queue, name="intake"),
    path("<uuid:referral_id>/reply/", views.reply, name="reply"),
    path("<uuid:referral_id>/messages/<uuid:message_id>/handled/", views.handled, name="message_handled"),
]
