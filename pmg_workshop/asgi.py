"""The program as an ASGI application: pages by Django, websockets by the consumers of the live meet-up."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pmg_workshop.settings")

import django
from channels.routing import ProtocolTypeRouter, URLRouter

django.setup(set_prefix=False)  # before anything that imports models

from pmg_workshop.fast_lane import FastLane  # noqa: E402
from pmg_workshop.fast_static import FastStatic  # noqa: E402
from sessions.live.routing import websocket_urlpatterns  # noqa: E402
from sessions.web.rush import find_view  # noqa: E402

django_application = FastStatic(FastLane(find_view))
application = ProtocolTypeRouter({"http": django_application, "websocket": URLRouter(websocket_urlpatterns)})
