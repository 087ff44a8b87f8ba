"""Lines of the admin's forms written without a template.

A meeting's page in the admin holds some hundred fields, and Django's template takes a dozen
decisions on each. A line is written here instead, to the same HTML.
"""

from operator import attrgetter, itemgetter
from typing import Any, Literal

from django.contrib.admin.helpers import Fieldline

type Field = Any  # Django's AdminField or AdminReadonlyField


def form_line(line: Fieldline) -> str:
    """A line of a fieldset, as Django's `admin/includes/fieldset.html` writes it."""
    fields = list(line)
    alone = len(fields) == 1
    opening = div(
        "form-row",
        not alone and "flex-container form-multiline",
        not line.has_visible_field and "hidden",
        *(f"field-{facts(field)[0]}" for field in fields),
    )
    return f"{opening}{''.join(box(field, alone=alone) for field in fields)}</div>"


def box(field: Field, *, alone: bool) -> str:
    """A field with its label, help, errors and control; `alone` says if it has a line to itself."""
    name, is_hidden, help_text = facts(field)
    if field.is_readonly:
        control_id, errors = "", ""
        control = f'<div class="readonly">{field.contents()}</div>'
    else:
        control_id = field.field.id_for_label
        errors = field.errors() if field.field.errors else ""
        control = str(field.field)
    opening = div(
        "flex-container",
        errors and "errors",
        not alone and f"fieldBox field-{name}",
        not alone and is_hidden and "hidden",
        field.is_checkbox and "checkbox-row",
    )
    label, help_ = field.label_tag(), ""
    if help_text:
        help_id = f' id="{control_id}_helptext"' if control_id else ""
        help_class = "help hidden" if is_hidden else "help"
        help_ = f'<div class="{help_class}"{help_id}><div>{help_text}</div></div>'
    if field.is_checkbox:
        return f'{opening}<div class="checkbox">{control} {label}</div>{help_}{errors}</div>'
    if not field.is_readonly and field.is_fieldset:
        described = f' aria-describedby="{control_id}_helptext"' if help_text else ""
        return f"<fieldset{described}>{label}{opening}{help_}{errors}{control}</div></fieldset>"
    return f"{opening}{label}{help_}{errors}{control}</div>"


def facts(field: Field) -> tuple[str, bool, str]:
    """The name of a field, whether it is hidden, and its help, which is HTML."""
    read = itemgetter if field.is_readonly else attrgetter
    return read("name", "is_hidden", "help_text")(field.field)


def div(*classes: str | Literal[False]) -> str:
    """The opening tag of a `<div>` with those of the classes that it has."""
    return f'<div class="{" ".join(name for name in classes if name)}">'
