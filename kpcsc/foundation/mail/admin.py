"""The secretariat's pages on messages: what became of each; what did not arrive is sent again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.admin_filters import Choice, ToDoFilter
from kpcsc.foundation.confirmed_action import confirmed_action
from kpcsc.foundation.mail.models import Delivery, DeliveryQuerySet
from kpcsc.foundation.mail.outbox import requeue_letters

send_again = confirmed_action(
    "send_again",
    label=_("Send again"),
    question=ngettext_lazy(
        "%(number)d message will be sent again if it failed or if nobody knows whether it arrived. "
        "In the second case its recipient may get it twice.",
        "%(number)d messages will be sent again if they failed or if nobody knows whether they "
        "arrived. In the second case their recipients may get them twice.",
        "number",
    ),
    done=ngettext_lazy(
        "%(number)d message is to be sent again.",
        "%(number)d messages are to be sent again.",
        "number",
    ),
    change=lambda deliveries, _by: requeue_letters(cast(DeliveryQuerySet, deliveries)),
)


class DeliveryToDoFilter(ToDoFilter):
    choices_offered: ClassVar[Mapping[str, Choice]] = {
        "arrival": (_("it did not arrive"), DeliveryQuerySet.not_arrived),
    }


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """Messages are read here and sent again; each is written when it is sent, and not kept."""

    list_display = ["person", "kind", "record", "status", "queued_at", "finished_at", "reason"]
    list_filter = [DeliveryToDoFilter, "status"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    show_full_result_count = False
    actions = [send_again]
    fields = [
        ("person", "kind", "record"),
        ("status", "reason"),
        ("queued_at", "due_at", "finished_at", "attempts"),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """For sending again, in the list; no message is changed on its page."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page of the list, whose messages know their records: one query for each model."""
        changelist = super().get_changelist_instance(request)
        deliveries = list(changelist.result_list)
        attach_records(deliveries)
        changelist.result_list = deliveries
        return changelist

    @admin.display(description=_("message"))
    def kind(self, delivery: Delivery) -> str:
        return delivery.label

    @admin.display(description=_("about"))
    def record(self, delivery: Delivery) -> str:
        """The record that the message is about, with a link where the desk has a page of it."""
        if delivery.about is None:
            return "–"
        try:
            return format_html(
                '<a href="{}">{}</a>', change_address(delivery.about), delivery.about
            )
        except NoReverseMatch:
            return str(delivery.about)

    @admin.display(description=_("problem"))
    def reason(self, delivery: Delivery) -> str:
        """In the page's language, or as a mail server said it, in whichever language that is."""
        return format_html('<span lang="">{}</span>', delivery.problem_in_words)


def attach_records(deliveries: Iterable[Delivery]) -> None:
    """Tells each delivery its record: one query for each model."""
    by_model: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_model[delivery.about_model].append(delivery)
    for label, found in by_model.items():
        model: Any = apps.get_model(label)
        records = model._base_manager.in_bulk({delivery.about_id for delivery in found})
        by_key = {str(key): record for key, record in records.items()}
        for delivery in found:
            delivery.about = by_key.get(delivery.about_id)
