"""The Django project around the two apps: themes (content) and sessions (the live meet-up)."""
