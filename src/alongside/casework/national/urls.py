from django.urls import path

from . import views

urlpatterns = [
    path("", views.to_key, name="national"),
    path("<uuid:case_id>/<uuid:history_id>/", views.sheet, name="national_sheet"),
    path("<slug:code>/<int:year>/<int:number>/", views.month, name="national_month"),
]
