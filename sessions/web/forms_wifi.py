"""What a facilitator types about the wifi of the room."""

from django import forms
from django.core.exceptions import ValidationError

from sessions.models.meetup import WIFI_NAME_LENGTH, WIFI_PASSWORD_LENGTH
from sessions.web.forms import SeenForm, WordsField

SHORTEST_PASSWORD = 8


class WifiForm(SeenForm):
    """The name and the password of a network for guests. A password is kept as it was typed, sign for sign."""

    name = WordsField(max_length=WIFI_NAME_LENGTH, one_line=True)
    password = forms.CharField(required=False, strip=False)

    def clean_name(self) -> str:
        """Return the name, which a router counts in bytes."""
        name = self.cleaned_data["name"]
        if len(name.encode()) > WIFI_NAME_LENGTH:
            raise ValidationError(
                f"Een wifi-netwerk heeft hooguit {WIFI_NAME_LENGTH} letters, of minder met accenten."
            )
        return name

    def clean_password(self) -> str:
        """Return the password; WPA knows none of fewer than 8 or more than 63 signs, or 64 as a key."""
        password = self.cleaned_data["password"]
        if password and not SHORTEST_PASSWORD <= len(password) <= WIFI_PASSWORD_LENGTH:
            raise ValidationError(
                f"Een wachtwoord van wifi heeft {SHORTEST_PASSWORD} tot {WIFI_PASSWORD_LENGTH - 1} tekens. "
                "Laat het leeg als het netwerk open is."
            )
        return password

    def clean(self) -> dict[str, object]:
        """Return both; a password alone is of no network."""
        if self.cleaned_data.get("password") and self.cleaned_data.get("name") == "":
            self.add_error("name", "Vul de naam van het netwerk in, zoals telefoons die laten zien.")
        return self.cleaned_data
