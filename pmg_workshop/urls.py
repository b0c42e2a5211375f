"""All addresses: the live meet-up's own, and the admin in which staff edit the content."""

from django.contrib import admin
from django.urls import include, path

handler500 = "sessions.web.failures.failure"

urlpatterns = [
    path("", include("sessions.web.urls")),
    path("beheer/", admin.site.urls),
]
