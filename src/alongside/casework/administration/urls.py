from django.urls import path

from . import person_views, views

urlpatterns = [
    path("", views.home, name="administration"),
    path("areas/", views.areas, name="administration_areas"),
    path("areas/make/", views.make_area, name="administration_make_area"),
    path("agencies/", views.agencies, name="administration_agencies"),
    path("agencies/make/", views.make_agency, name="administration_make_agency"),
    path("posts/", views.posts, name="administration_posts"),
    path("posts/make/", views.make_post, name="administration_make_post"),
    path("changes/", views.changes, name="administration_changes"),
    path("staff/", person_views.staff, name="administration_staff"),
    path("staff/join/", person_views.join, name="administration_join"),
    path("staff/<uuid:staff_id>/", person_views.person, name="administration_person"),
    path("staff/<uuid:staff_id>/leave/", person_views.leave, name="administration_leave"),
    path("staff/<uuid:staff_id>/let-back/", person_views.let_back, name="administration_let_back"),
    path("staff/<uuid:staff_id>/password-link/", person_views.password_link, name="administration_password_link"),
    path("staff/<uuid:staff_id>/give/", person_views.give, name="administration_give"),
    path("staff/<uuid:staff_id>/training/", person_views.training, name="administration_training"),
    path("holdings/<uuid:holding_id>/end/", person_views.end, name="administration_end"),
]
