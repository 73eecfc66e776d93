from django.urls import path

from . import open_views, staff_views, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("send/", views.send, name="desk_send"),
    path("card/<uuid:briefing_id>/", views.card, name="desk_card"),
    path("card/<uuid:briefing_id>/read/", views.read, name="desk_read"),
    path("confirm/<str:token>/", open_views.confirm, name="briefing_confirm"),
    path("briefings/", staff_views.home, name="briefings"),
    path("briefings/<uuid:briefing_id>/", staff_views.briefing, name="briefing"),
    path("briefings/<uuid:briefing_id>/change/", staff_views.change, name="briefing_change"),
    path("briefings/<uuid:briefing_id>/publish/", staff_views.publish, name="briefing_publish"),
    path("briefings/<uuid:briefing_id>/<uuid:line_id>/ask/", staff_views.ask_again, name="briefing_ask"),
    path("briefings/<uuid:briefing_id>/<uuid:line_id>/call/", staff_views.note_call, name="briefing_call"),
    path("in/<slug:code>/write/", staff_views.write, name="briefing_write"),
    path("in/<slug:code>/write/<uuid:campaign_id>/", staff_views.write, name="briefing_write_for"),
    path("in/<slug:code>/line/", staff_views.line, name="line_new"),
    path("in/<slug:code>/line/<uuid:line_id>/", staff_views.line, name="line_change"),
    path("in/<slug:code>/number/", staff_views.number, name="number_new"),
    path("lines/<uuid:line_id>/close/", staff_views.close_line, name="line_close"),
    path("numbers/<uuid:number_id>/check/", staff_views.check_number, name="number_check"),
    path("numbers/<uuid:number_id>/remove/", staff_views.remove_number, name="number_remove"),
]
