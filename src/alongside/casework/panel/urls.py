from django.urls import path

from . import seat_views, sitting_views, views

urlpatterns = [
    path("", views.home, name="panel"),
    path("plan/<slug:area_code>/", views.plan, name="panel_plan"),
    path("item/<uuid:item_id>/", views.item, name="panel_item"),
    path("item/<uuid:item_id>/paper/", views.paper, name="panel_paper"),
    path("item/<uuid:item_id>/preview/<uuid:staff_id>/", views.preview, name="panel_preview"),
    path("item/<uuid:item_id>/conflict/<uuid:staff_id>/", views.conflict, name="panel_conflict"),
    path("item/<uuid:item_id>/who/", seat_views.sits, name="panel_who_sits"),
    path("item/<uuid:item_id>/move/", views.move, name="panel_move"),
    path("item/<uuid:item_id>/guest/", views.guest, name="panel_guest"),
    path("item/<uuid:item_id>/correct/", sitting_views.correct, name="panel_correct"),
    path("guest/<uuid:guest_id>/", views.accept, name="panel_accept"),
    path("action/<uuid:action_id>/", sitting_views.action, name="panel_action"),
    path("<uuid:meeting_id>/", views.meeting, name="panel_meeting"),
    path("<uuid:meeting_id>/change/", views.change, name="panel_change"),
    path("<uuid:meeting_id>/seats/", seat_views.add, name="panel_seats"),
    path("<uuid:meeting_id>/do/<slug:word>/", views.act, name="panel_act"),
    path("<uuid:meeting_id>/meeting.ics", views.calendar, name="panel_calendar"),
    path("<uuid:meeting_id>/papers.pdf", sitting_views.papers_pdf, name="panel_papers_pdf"),
    path("<uuid:meeting_id>/sit/", sitting_views.sit, name="panel_sitting"),
    path("<uuid:meeting_id>/sit/<uuid:item_id>/", sitting_views.screen, name="panel_sit"),
    path("<uuid:meeting_id>/minutes/", sitting_views.read_minutes, name="panel_minutes"),
    path("<uuid:meeting_id>/minutes.pdf", sitting_views.pdf, name="panel_minutes_pdf"),
]
