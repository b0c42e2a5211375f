"""The program's settings, on a data folder of their own and with quick passwords."""

import os
import tempfile

os.environ.setdefault("PMG_DATA", tempfile.mkdtemp(prefix="pmg-test-"))

from pmg_workshop.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest of hashed names exists only after collectstatic.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
