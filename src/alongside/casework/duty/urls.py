from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="duty"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("changes/<uuid:change_id>/undo/", views.undo, name="undo_change"),
    path("turns/<uuid:turn_id>/", views.of_turn, {"kind": "change"}, name="duty_change_turn"),
    path("turns/<uuid:turn_id>/hand-over/", views.of_turn, {"kind": "hand_over"}, name="duty_hand_over"),
    path("turns/<uuid:turn_id>/swap/", views.of_turn, {"kind": "swap"}, name="duty_swap"),
    path("remove/<slug:kind>/<uuid:entry_id>/", views.remove, name="duty_remove"),
    path("<slug:code>/", views.week_of, name="duty_week"),
    path("<slug:code>/list/", views.listed, name="duty_list"),
    path("<slug:code>/hours/", views.of_area, {"kind": "hours"}, name="duty_add_hours"),
    path("<slug:code>/turn/", views.of_area, {"kind": "turn"}, name="duty_add_turn"),
    path("<slug:code>/leave/", views.of_area, {"kind": "leave"}, name="duty_add_leave"),
    path("<slug:code>/out-of-hours/", views.of_area, {"kind": "out_of_hours"}, name="duty_arrange"),
    path("<slug:code>/takes-unplaced/", views.take_unplaced, name="duty_take_unplaced"),
    path("<slug:code>/both-at-once/", views.both_at_once, name="duty_both_at_once"),
]
