"""Changes to many records at once, which say how many and which before they are made."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext

MOST_RECORDS = 500  # so many can be read before they are confirmed

# An action of the admin: asked for the first time, a page; confirmed, None.
type Action = Callable[[ModelAdmin, HttpRequest, QuerySet[Any]], TemplateResponse | None]


def confirmed_action(
    name: str,
    *,
    label: Any,
    question: Any,
    done: Any,
    change: Callable[[QuerySet[Any], Any], tuple[Any, ...]],
    permission: str = "change",
) -> Action:
    """An action of the change list that asks first.

    The texts are lazy; `question` and `done` are made by `ngettext_lazy` on "number". `change`
    takes the records and who does it, and returns those that were changed. It is offered to whom
    the ModelAdmin's `has_…_permission` grants the `permission`.
    """

    def action(
        model_admin: ModelAdmin, request: HttpRequest, records: QuerySet[Any]
    ) -> TemplateResponse | None:
        number = records.count()
        if number > MOST_RECORDS:
            sentence = ngettext(
                "%(number)d record is selected, and at most %(most)d can be changed at once.",
                "%(number)d records are selected, and at most %(most)d can be changed at once.",
                number,
            )
            figures = {"number": number, "most": MOST_RECORDS}
            model_admin.message_user(request, sentence % figures, messages.ERROR)
            return None
        if "confirmed" not in request.POST:
            context = {
                **model_admin.admin_site.each_context(request),
                "title": label,
                "question": question % {"number": number},
                "records": list(records),
                "action": name,
                "opts": model_admin.opts,
                "checkbox": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/confirmed_action.html", context)
        changed = len(change(records, request.user))
        if changed:
            model_admin.message_user(request, done % {"number": changed}, messages.SUCCESS)
        if changed < number:
            unchanged = gettext("The other records are so already: nothing was changed in them.")
            model_admin.message_user(request, unchanged, messages.INFO)
        return None

    action.__name__ = name
    return admin.action(action, permissions=[permission], description=cast(str, label))
