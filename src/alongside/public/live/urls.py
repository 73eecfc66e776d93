from django.urls import path

from . import staff_views, views

urlpatterns = [
    path("", views.index, name="live_index"),
    path("desk/", staff_views.desk, name="live_desk"),
    path("question/<uuid:question_id>/", views.question, name="live_question"),
    path("<slug:slug>/", views.event, name="live_event"),
    path("<slug:slug>/ask/", views.ask, name="live_ask"),
    path("<slug:slug>/moderate/", staff_views.moderate, name="live_moderate"),
    path("<slug:slug>/moderate/<uuid:question_id>/let-through/", staff_views.let_through, name="live_let_through"),
    path("<slug:slug>/moderate/<uuid:question_id>/decline/", staff_views.decline, name="live_decline"),
    path("<slug:slug>/moderate/<uuid:question_id>/pass-to-lead/", staff_views.pass_to_lead, name="live_pass_to_lead"),
    path("<slug:slug>/panel/", staff_views.panel, name="live_panel"),
    path("<slug:slug>/panel/<uuid:question_id>/answer/", staff_views.answer, name="live_answer"),
    path("<slug:slug>/produce/", staff_views.produce, name="live_produce"),
    path("<slug:slug>/produce/open/", staff_views.open_event, name="live_open"),
    path("<slug:slug>/produce/end/", staff_views.end_event, name="live_end"),
]
