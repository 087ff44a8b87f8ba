"""Kinds of questions that offer something to choose."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpcsc.foundation.translated_text import page_language
from organisations.country_names import short_name, sort_key
from organisations.models import Country
from surveys.kinds.base import Given, Parts, QuestionKind, QuestionSettings

OTHER = "other"
LONGEST_OTHER = 200


def options(question: QuestionSettings) -> list[tuple[str, str]]:
    """The choices as a field takes them, "other" last where the question allows it."""
    offered = [(str(choice.pk), str(choice)) for choice in question.offered()]
    return [*offered, (OTHER, _("Other"))] if question.allows_other else offered


class ChoosingKind(QuestionKind):
    """Single and multiple choice: listed answers, and perhaps another one in words."""

    offers_choices = True
    allows_other = True

    def _with_other(
        self, question: QuestionSettings, field: forms.Field, chosen: str = ""
    ) -> dict[str, forms.Field]:
        if not question.allows_other:
            return {chosen: field}
        return {chosen: field, OTHER: forms.CharField(required=False, max_length=LONGEST_OTHER)}

    def _given(self, chosen: Sequence[str], parts: Parts) -> list[Given]:
        """Words for "other" count as choosing it: a person without a mouse may fill them alone."""
        found = [Given(choice=int(key)) for key in chosen if key != OTHER]
        words = parts.get(OTHER, "")
        if OTHER in chosen and not words:
            raise ValidationError(_("Say in a few words what “other” is."))
        return [*found, Given(text=words)] if words else found

    def parts(self, question: QuestionSettings, given: Sequence[Given]) -> dict[str, Any]:
        words = next((one.text for one in given if one.choice is None), "")
        chosen = [str(one.choice) if one.choice else OTHER for one in given]
        return {"": self._shown(chosen), OTHER: words}

    @abstractmethod
    def _shown(self, chosen: list[str]) -> Any:
        """What the control shows as chosen."""


class SingleKind(ChoosingKind):
    name = "single"
    label = gettext_lazy("single choice")

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        field = forms.ChoiceField(choices=options(question), required=False)
        return self._with_other(question, field)

    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        chosen = [parts[""]] if parts.get("") else []
        if parts.get(OTHER) and chosen and chosen != [OTHER]:
            raise ValidationError(_("Choose one of the answers, or write another one; not both."))
        return self._given(chosen, parts)

    def _shown(self, chosen: list[str]) -> Any:
        return chosen[0] if chosen else ""


class MultipleKind(ChoosingKind):
    name = "multiple"
    label = gettext_lazy("multiple choice")
    has_limits = True

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        field = forms.MultipleChoiceField(choices=options(question), required=False)
        return self._with_other(question, field)

    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        found = self._given(list(dict.fromkeys(parts.get("") or [])), parts)
        number = len(found)
        if found and question.least is not None and number < question.least:
            least = int(question.least)
            problem = ngettext(
                "Choose at least %(number)d answer.", "Choose at least %(number)d answers.", least
            )
            raise ValidationError(problem % {"number": least})
        if question.most is not None and number > question.most:
            most = int(question.most)
            problem = ngettext(
                "Choose %(number)d answer at most.", "Choose %(number)d answers at most.", most
            )
            raise ValidationError(problem % {"number": most})
        return found

    def _shown(self, chosen: list[str]) -> Any:
        return chosen


class RankingKind(QuestionKind):
    """Each choice gets a number, 1 for the most important; some may be left without."""

    name = "ranking"
    label = gettext_lazy("ranking")
    offers_choices = True

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        offered = question.offered()
        return {
            str(choice.pk): forms.IntegerField(required=False, min_value=1, max_value=len(offered))
            for choice in offered
        }

    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        ranked = [(rank, int(key)) for key, rank in parts.items() if rank is not None]
        ranks = [rank for rank, _key in ranked]
        if len(set(ranks)) < len(ranks):
            raise ValidationError(_("Give each number once: 1 for what matters most to you."))
        return [Given(choice=key, rank=rank) for rank, key in sorted(ranked)]

    def parts(self, question: QuestionSettings, given: Sequence[Given]) -> dict[str, Any]:
        return {str(one.choice): one.rank for one in given}


class CountryKind(QuestionKind):
    name = "country"
    label = gettext_lazy("country")

    def fields(self, question: QuestionSettings) -> dict[str, forms.Field]:
        language = page_language()
        codes = Country.objects.values_list("pk", flat=True)
        in_order = sorted(codes, key=lambda code: sort_key(code, language))
        names = [(code, short_name(code, language)) for code in in_order]
        return {"": forms.ChoiceField(choices=[("", ""), *names], required=False)}

    def given(self, question: QuestionSettings, parts: Parts) -> list[Given]:
        return [Given(country=parts[""])] if parts.get("") else []

    def parts(self, question: QuestionSettings, given: Sequence[Given]) -> dict[str, Any]:
        return {"": next((one.country for one in given), "")}
