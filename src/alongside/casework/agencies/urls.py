from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="agencies"),
    path("ask/<uuid:referral_id>/", views.ask, name="ask_partner"),
    path("ask-by-link/<uuid:referral_id>/", views.ask_by_link, name="ask_by_link"),
    path("<uuid:request_id>/", views.question, name="question"),
    path("<uuid:request_id>/at-once/", views.at_once, name="answer_at_once"),
    path("<uuid:request_id>/answer/", views.answer, name="answer_question"),
    path("<uuid:request_id>/withdraw/", views.withdraw, name="withdraw_question"),
    path("<uuid:request_id>/hand-over/", views.hand_over, name="hand_over_question"),
    path("contribution/<uuid:contribution_id>/", views.contribution, name="contribution"),
    path("contribution/<uuid:contribution_id>/correct/", views.correct, name="correct_contribution"),
    path("contribution/<uuid:contribution_id>/readers/", views.readers, name="readers_of_contribution"),
    path("contribution/<uuid:contribution_id>/add-file/", views.add_file, name="add_file_to_contribution"),
    path(
        "contribution/<uuid:contribution_id>/file/<uuid:enclosure_id>/view", views.file, {"how": "view"},
        name="view_file_of_contribution",
    ),
    path(
        "contribution/<uuid:contribution_id>/file/<uuid:enclosure_id>/copy", views.file, {"how": "copy"},
        name="copy_of_file_of_contribution",
    ),
]  # fmt: skip
