"""The form in which a questionnaire is imported."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from organisations.models import Country
from surveys import xlsform


class XLSFormForm(forms.Form):
    """A questionnaire as a file."""

    file = forms.FileField(
        label=_("File"), help_text=_("XLSX, XLS, CSV or Markdown, as XLSForm describes them.")
    )

    # The survey's, when the page was opened.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_file(self) -> xlsform.Questionnaire:
        """What the file holds."""
        file = self.cleaned_data["file"]
        codes = set(Country.objects.values_list("pk", flat=True))
        try:
            return xlsform.read(file.read(), name=file.name, country_codes=codes)
        except UnreadableSheetError as error:
            raise forms.ValidationError(str(error)) from error
