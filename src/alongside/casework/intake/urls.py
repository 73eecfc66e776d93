from django.urls import path

from . import link_views, passing_views, views

urlpatterns = [
    path("", views.queue, name="intake"),
    path("<uuid:referral_id>/pass/", passing_views.offer, name="pass_concern"),
    path("offers/<uuid:offer_id>/", passing_views.answer, name="offer"),
    path("<uuid:referral_id>/same-words/", views.same_words, name="same_words"),
    path("set-aside/again/", views.try_again, name="try_again"),
    path("together/<uuid:together_id>/undo/", views.undo_together, name="undo_together"),
    path("<uuid:referral_id>/link/", link_views.link, name="link"),
    path("<uuid:referral_id>/link/<uuid:asking_id>/", link_views.answer, name="link_answer"),
    path("links/<uuid:link_id>/undo/", link_views.undo, name="link_undo"),
    path("<uuid:referral_id>/lawful/", views.close_lawful, name="close_lawful"),
    path("<uuid:referral_id>/outcome/", views.outcome, name="outcome"),
    path("<uuid:referral_id>/reply/", views.reply, name="reply"),
    path("<uuid:referral_id>/messages/<uuid:message_id>/handled/", views.handled, name="message_handled"),
]
