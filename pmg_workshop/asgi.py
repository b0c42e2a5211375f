"""The program as an ASGI application: pages by Django, websockets by the consumers of the live meet-up."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmg_workshop.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

django_application = get_asgi_application()  # before anything that imports models

from sessions.live.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter({"http": django_application, "websocket": URLRouter(websocket_urlpatterns)})
