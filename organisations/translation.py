"""Which texts of this app exist in French and in English, and whose history is kept."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as keep_history

from organisations.models import Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("name", "description")
    own_names = ("name",)  # need not exist in the other language


# After the registration: history needs to know the columns of both languages.
keep_history(Organisation, app="organisations", excluded_fields=["ledger_id"])
