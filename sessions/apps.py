from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "meetups"  # "sessions" is taken by django.contrib.sessions
    verbose_name = "Meet-ups"
