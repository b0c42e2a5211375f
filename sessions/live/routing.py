"""Addresses of the sockets. Only desk and staff sockets read a login; the many phones pass no middleware."""

from channels.auth import AuthMiddlewareStack
from django.urls import path, re_path

from sessions.live.consumers import DeskConsumer, NowhereConsumer, PhoneConsumer, ScreenConsumer, StaffConsumer

websocket_urlpatterns = [
    path("ws/d/<str:code>/", PhoneConsumer.as_asgi()),
    path("ws/scherm/<slug:key>/", ScreenConsumer.as_asgi()),
    path("ws/regie/<int:live>/", AuthMiddlewareStack(DeskConsumer.as_asgi())),
    path("ws/agenda/<int:meetup>/", AuthMiddlewareStack(StaffConsumer.as_asgi())),
    re_path("", NowhereConsumer.as_asgi()),
]
