"""Form controls written without a template.

A meeting's page in the admin holds some three hundred controls, and Django renders a template for
each, with another inside for its attributes. The plainest kinds are written here instead, to the
same HTML, in a tenth of the time; any other kind goes to its template.
"""

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

type Control = Mapping[str, Any]


def escaped(value: Any) -> str:
    """The value as text of HTML, as Django's `conditional_escape` gives it, without its detours."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


def tag(name: str, /, **attributes: Any) -> str:
    """An opening tag. An attribute that is True stands alone; one that is False is left out."""
    written = "".join(
        f" {attribute}" if value is True else f' {attribute}="{escaped(value)}"'
        for attribute, value in attributes.items()
        if value is not False
    )
    return f"<{name}{written}>"


def input_control(control: Control) -> str:
    """An `<input>` of any type."""
    value = {} if control["value"] is None else {"value": str(control["value"])}
    return tag(
        "input", **{"type": control["type"], "name": control["name"], **value, **control["attrs"]}
    )


def text_area(control: Control) -> str:
    """A `<textarea>`; the line's end before its text is not part of the text."""
    opening = tag("textarea", **{"name": control["name"], **control["attrs"]})
    return f"{opening}\n{escaped(control['value'] or '')}</textarea>"


def select(control: Control) -> str:
    """A `<select>` with its options, in groups where they have any."""
    opening = tag("select", **{"name": control["name"], **control["attrs"]})
    groups = [
        f"{tag('optgroup', label=label)}{options(group)}</optgroup>" if label else options(group)
        for label, group, _index in control["optgroups"]
    ]
    return f"{opening}{''.join(groups)}</select>"


def options(group: list[Control]) -> str:
    """The `<option>`s of a group."""
    return "".join(
        f"{tag('option', **{'value': str(option['value']), **option['attrs']})}"
        f"{escaped(option['label'])}</option>"
        for option in group
    )


def paragraph(kind: str, control: Control) -> str:
    """An `<input>` of the admin, to which a script adds a calendar or a clock."""
    return f'<p class="{kind}">{input_control(control)}</p>'


INPUTS = "text number email url password hidden date datetime time checkbox file".split()
ERRORS = {"django/forms/errors/list/default.html", "django/forms/errors/list/ul.html"}
WRITERS: dict[str, Callable[[Control], str]] = {
    **{f"django/forms/widgets/{kind}.html": input_control for kind in INPUTS},
    **{f"admin/widgets/{kind}.html": partial(paragraph, kind) for kind in ("date", "time")},
    "django/forms/widgets/textarea.html": text_area,
    "django/forms/widgets/select.html": select,
}


class QuickRenderer(DjangoTemplates):
    """Django's renderer of forms, but for the kinds above, labels, what is hidden or empty."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """The HTML of a form, a field or a control."""
        if write := WRITERS.get(template_name):
            return mark_safe(write(context["widget"]))  # noqa: S308 (escaped above)
        if template_name == "django/forms/label.html" and context["use_tag"]:
            opening, text = tag(context["tag"], **context["attrs"]), escaped(context["label"])
            return mark_safe(f"{opening}{text}</{context['tag']}>")  # noqa: S308 (likewise)
        if template_name in ERRORS and not context["errors"]:
            return SafeString()
        if template_name == "django/forms/div.html" and not (
            context["errors"] or context["fields"]
        ):
            return SafeString("".join(map(str, context["hidden_fields"])))
        return mark_safe(super().render(template_name, context, request))  # noqa: S308 (a template)
