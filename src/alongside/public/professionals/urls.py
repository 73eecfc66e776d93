from django.urls import path

from . import views

urlpatterns = [
    path("", views.start, name="professional_start"),
    path("tell/", views.tell, name="professional_tell"),
    path("draft/", views.open_draft, name="professional_draft"),
    path("blank/", views.blank_page, name="professional_blank"),
    path("blank.pdf", views.blank_pdf, name="professional_blank_pdf"),
]
