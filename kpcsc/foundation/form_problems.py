"""What is wrong in a record's form and in the rows of its parts, as links to each place."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext

from kpcsc.foundation.problems import Problem

TITLE_LENGTH = 40  # characters of a row's title that tell which one it is


def form_problems(form: Any, formsets: Iterable[Any]) -> list[Problem]:
    """The problems of each field, then of each row; the form's own as a whole are not among them.

    Expects a bound form and bound formsets, as the admin has them after a refused save.
    """
    problems = [*_field_problems(form)]
    for formset in formsets:
        part = capfirst(formset.model._meta.verbose_name)
        plural = capfirst(formset.model._meta.verbose_name_plural)
        for error in formset.non_form_errors():
            problems.append(Problem(f"{formset.prefix}-group", plural, error))
        for number, row in enumerate(formset.forms):
            title = str(row.instance) if row.instance.pk else f"#{number + 1}"
            title = Truncator(title).chars(TITLE_LENGTH)
            for error in row.non_field_errors():
                place = gettext("%(part)s “%(row)s”") % {"part": part, "row": title}
                problems.append(Problem(f"{formset.prefix}-{number}", place, error))
            for anchor, field, sentence in _field_problems(row):
                names = {"part": part, "row": title, "field": field}
                place = gettext("%(part)s “%(row)s”, %(field)s") % names
                problems.append(Problem(anchor, place, sentence))
    return problems


def _field_problems(form: Any) -> Iterator[Problem]:
    for name, errors in form.errors.items():
        if name in form.fields:
            field = form[name]
            anchor = field.id_for_label or field.auto_id
            yield Problem(anchor, capfirst(field.label), " ".join(errors))
