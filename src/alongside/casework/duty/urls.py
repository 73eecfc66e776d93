from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="duty"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("changes/<uuid:change_id>/undo/", views.undo, name="undo_change"),
    path("turns/<uuid:turn_id>/", views.change_turn, name="duty_change_turn"),
    path("turns/<uuid:turn_id>/hand-over/", views.hand_over, name="duty_hand_over"),
    path("turns/<uuid:turn_id>/swap/", views.swap, name="duty_swap"),
    path("remove/<slug:kind>/<uuid:entry_id>/", views.remove, name="duty_remove"),
    path("<slug:code>/", views.week_of, name="duty_week"),
    path("<slug:code>/list/", views.listed, name="duty_list"),
    path("<slug:code>/hours/", views.add_hours, name="duty_add_hours"),
    path("<slug:code>/turn/", views.add_turn, name="duty_add_turn"),
    path("<slug:code>/leave/", views.add_leave, name="duty_add_leave"),
    path("<slug:code>/out-of-hours/", views.arrange, name="duty_arrange"),
    path("<slug:code>/takes-unplaced/", views.take_unplaced, name="duty_take_unplaced"),
]
