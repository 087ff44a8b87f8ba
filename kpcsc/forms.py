"""The search box."""

from django import forms

from meetings.forms import SearchField


class SearchForm(forms.Form):
    """Words to look for in all records."""

    q = SearchField()

    @property
    def query(self) -> str:
        """The words; empty where nothing, or nothing readable, was typed."""
        return self.cleaned_data["q"] if self.is_valid() else ""
