"""Countries: a code each; what they are called comes from CLDR."""

from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.translated_text import page_language
from organisations.country_names import full_name, short_name, sort_key


class Country(models.Model):
    """A country of ISO 3166-1; all of them are there from the first migration."""

    code = models.CharField(
        _("ISO code"),
        max_length=2,
        primary_key=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, as in ISO 3166-1."))],
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return address("country_detail", self.code.lower())

    @property
    def name(self) -> str:
        """The full name, in the page's language."""
        return full_name(self.code, page_language())

    @property
    def short_name(self) -> str:
        """The name for lists, in the page's language."""
        return short_name(self.code, page_language())


def in_alphabetical_order(countries: Iterable[Country]) -> list[Country]:
    """The countries by their short names in the page's language."""
    language = page_language()
    return sorted(countries, key=lambda country: sort_key(country.code, language))
