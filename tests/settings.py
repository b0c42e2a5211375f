"""The program's settings, on a data folder of their own and with quick passwords."""

import os
import tempfile

# Whatever this machine's own meet-ups use stays out of reach. The folder goes when the tests end.
_data_folder = tempfile.TemporaryDirectory(prefix="pmg-test-", ignore_cleanup_errors=True)
os.environ["PMG_DATA"] = _data_folder.name
for _hosted in ("DATABASE_URL", "REDIS_URL", "PMG_HTTPS", "PMG_HOSTS", "PMG_BACKUPS"):
    os.environ.pop(_hosted, None)

from pmg_workshop.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir()  # noqa: F405 -- WhiteNoise warns at every test when there is none
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest of hashed names exists only after collectstatic.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# In a file: threads of a test that share a database in memory lock each other's tables. Nothing here has
# to outlive a power cut.
DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
DATABASES["default"]["OPTIONS"] = {  # noqa: F405
    **SQLITE_OPTIONS,  # noqa: F405
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;",
}
