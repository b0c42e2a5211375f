"""An admin page for tests to use as staff do."""

from django.urls import reverse


class Page:
    """An admin page as staff use it: open it, change some fields, save."""

    def __init__(self, client):
        self.client = client

    def open(self, item):
        self.url = reverse(f"admin:themes_{item._meta.model_name}_change", args=[item.pk])
        self.response = self.client.get(self.url)
        self.fields = dict(self._fields())
        return self

    def save(self, **changes):
        self.response = self.client.post(self.url, {**self.fields, **changes})
        return self

    def row(self, prefix, text):
        """The name of the row in the formset `prefix` that holds `text`, such as `trends-3`."""
        names = [
            name.rsplit("-", 1)[0]
            for name, value in self.fields.items()
            if value == text and name.startswith(prefix)
        ]
        return names[0]

    def new_row(self, prefix, **values):
        number = self.fields[f"{prefix}-TOTAL_FORMS"]
        added = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
        return {f"{prefix}-TOTAL_FORMS": number + 1, **added}

    def errors(self):
        """Every error message under the forms' fields."""
        return [
            message
            for inline in self.response.context["inline_admin_formsets"]
            for form in inline.formset.forms
            for messages in form.errors.values()
            for message in messages
        ]

    def _fields(self):
        context = self.response.context
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        forms = [context["adminform"].form]
        forms += [form for formset in formsets for form in [formset.management_form, *formset.forms]]
        for form in forms:
            for field in form:
                value = field.value()
                if value is not False:
                    yield field.html_name, "" if value is None else value
