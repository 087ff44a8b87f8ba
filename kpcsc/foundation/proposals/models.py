"""Changes to published records that wait for a publisher."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.history.states import ObjectDifference
from kpcsc.foundation.history.tracked_models import TrackedModel, complete_models_of
from kpcsc.foundation.history.writing import Kinds
from kpcsc.foundation.proposals.stored_differences import decode
from kpcsc.foundation.versioned import Versioned


class ProposalStatus(models.TextChoices):
    OPEN = "open", _("waits for a publisher")
    RETURNED = "returned", _("returned with a comment")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


UNSETTLED = [ProposalStatus.OPEN, ProposalStatus.RETURNED]


class ProposalOrigin(models.TextChoices):
    """Where somebody wrote it."""

    FORM = "form", _("the record’s page")
    RUNNING = "running", _("the running page")
    SHEET = "sheet", _("a sheet")
    REPORT = "report", _("an imported report")
    TRANSLATION = "translation", _("a translation")
    LIST = "list", _("a list")
    PROGRESS = "progress", _("what the owner of a follow-up reports")
    CONSENT = "consent", _("a consent on record")
    DATE_POLL = "date_poll", _("a date poll")
    RESTORATION = "restoration", _("an earlier state")


class ProposedChangeQuerySet(models.QuerySet["ProposedChange"]):
    def unsettled(self) -> Self:
        """Those that a publisher has neither accepted nor anybody withdrawn."""
        return self.filter(status__in=UNSETTLED)

    def open(self) -> Self:
        """Those that wait for a publisher."""
        return self.filter(status=ProposalStatus.OPEN)

    def forgettable(self) -> Self:
        """Those that came to nothing thirty days ago, and still have their content."""
        ended = [ProposalStatus.REFUSED, ProposalStatus.WITHDRAWN]
        old = timezone.now() - settings.RETENTION["deleted_records"]
        return self.filter(status__in=ended, decided_at__lte=old).exclude(content=[])

    def of(self, record: models.Model) -> Self:
        """Those for this record."""
        return self.filter(model=record._meta.label_lower, record_id=record.pk)

    def of_models(self, wanted: Iterable[type[models.Model]]) -> Self:
        """Those for records of these models."""
        return self.filter(model__in=[model._meta.label_lower for model in wanted])


class ProposedChange(models.Model):
    """A state of a published record that waits for a publisher, kept as what differs.

    It names its record by label ("meetings.meeting") and key, as translations do: it outlives it.
    Of what was accepted, history tells; what was refused or withdrawn is kept for thirty days, so
    that nothing typed is lost by a click.
    """

    model = models.CharField(_("model"), max_length=100)
    record_id = models.PositiveBigIntegerField(_("record"))
    origin = models.CharField(_("written on"), max_length=20, choices=ProposalOrigin)
    status = models.CharField(
        _("status"), max_length=20, choices=ProposalStatus, default=ProposalStatus.OPEN
    )
    content = models.JSONField(_("content"), default=list)
    # Counts how often it was edited, so that nobody decides on what they did not see.
    revision = models.PositiveIntegerField(_("revision"), default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed at"), default=timezone.now)
    comment = models.TextField(_("comment"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    status__in=ProposalStatus.values, origin__in=ProposalOrigin.values
                ),
                name="proposed_change_status_and_origin_known",
                violation_error_message=_("Say where the proposal comes from and where it stands."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status=ProposalStatus.ACCEPTED) | models.Q(content=[]),
                name="proposed_change_accepted_keeps_no_content",
                violation_error_message=_("Of an accepted proposal, history tells."),
            ),
            models.UniqueConstraint(
                fields=["model", "record_id", "by"],
                condition=models.Q(status__in=UNSETTLED, origin=ProposalOrigin.FORM),
                name="proposed_change_one_a_person",
                violation_error_message=_("You have a proposal for this record: go on with it."),
            ),
        ]
        indexes = [models.Index(fields=["model", "record_id"], name="proposed_change_of_a_record")]

    def __str__(self) -> str:
        return str(self.record or _("deleted record"))

    @property
    def record_model(self) -> type[Versioned]:
        """The model of the record."""
        model: Any = apps.get_model(self.model)
        return model

    @cached_property
    def record(self) -> Versioned | None:
        """The record as it is; None where it is deleted."""
        return self.record_model._base_manager.filter(pk=self.record_id).first()

    @property
    def kinds(self) -> Kinds:
        """The kinds of objects in it."""
        return complete_models_of(self.record_model)

    @property
    def together(self) -> dict[str, tuple[str, ...]]:
        """By kind of object, the columns that are decided on as one."""
        return {
            label: getattr(kind.model, "changed_together", ()) for label, kind in self.kinds.items()
        }

    @property
    def differences(self) -> list[ObjectDifference]:
        """What it changes, against the record as it was when it was begun."""
        return decode(self.content, self.kinds)

    def meets(self, other: "ProposedChange") -> bool:
        """Whether both change the same text."""
        return not self._places.isdisjoint(other._places)

    @property
    def _places(self) -> set[tuple[Any, str]]:
        """What it changes of what is there already: object and column."""
        return {(one.state.key, name) for one in self.differences for name in one.names}

    @property
    def is_unsettled(self) -> bool:
        """Whether it can still be edited, accepted or withdrawn."""
        return self.status in UNSETTLED

    @property
    def state(self) -> str:
        """What tells whether somebody decides on, or edits, what it says now."""
        return f"+{self.pk}.{self.revision}"

    def first_of_its_kind(self) -> "ProposedChange | None":
        """The same proposal, if the person has sent it before and it still waits."""
        same = ProposedChange.objects.open().filter(model=self.model, record_id=self.record_id)
        others = same.filter(by=self.by_id, origin=self.origin).exclude(pk=self.pk)
        return next((one for one in others if one.content == self.content), None)

    def keep_once(self) -> "ProposedChange":
        """The proposal, or the same one that was sent before: this one is then deleted."""
        first = self.first_of_its_kind()
        if first is None:
            return self
        self.delete()
        return first

    def edit(self, content: list[dict[str, Any]]) -> None:
        """Has it say something else, for which it waits for a publisher."""
        files = self.file_names
        self.content, self.status = content, ProposalStatus.OPEN
        self.changed_at, self.revision = timezone.now(), self.revision + 1
        self.save()
        transaction.on_commit(partial(self._delete_unused, files))

    def settle(self, status: ProposalStatus, *, by: Any, comment: str | None = None) -> None:
        """Says how it ended, by whom and why; what is accepted stands in the record."""
        self.comment = self.comment if comment is None else comment
        self.status, self.decided_by, self.decided_at = status, by, timezone.now()
        if status == ProposalStatus.ACCEPTED:
            self.content = []
        self.save()

    def forget(self) -> None:
        """Forgets what came to nothing, with the files that it alone names."""
        files = self.file_names
        self.content = []
        self.save()
        transaction.on_commit(partial(self._delete_unused, files))

    @property
    def file_names(self) -> set[str]:
        """The names of the files that it brings."""
        return {
            name
            for one in self.differences
            for field in file_fields(self.kinds[one.state.kind])
            if one.after and field.attname in one.names
            if (name := one.after.values.get(field.attname))
        }

    def _delete_unused(self, names: set[str]) -> None:
        """Deletes of these files those that neither a row, nor the bin, nor another proposal
        names."""
        bin_rows: Any = apps.get_model("foundation.DeletedRecord")  # by name: the bin imports us
        for deleted in bin_rows.objects.filter(model=self.model):
            names = names - set(deleted.file_names())
        for other in ProposedChange.objects.filter(model=self.model).exclude(content=[]):
            names = names - other.file_names
        for kind in self.kinds.values():
            for field in file_fields(kind):
                rows = kind.model._base_manager.filter(**{f"{field.attname}__in": names})
                names = names - set(rows.values_list(field.attname, flat=True))
        for name in names:
            default_storage.delete(name)


def with_records(proposals: list[ProposedChange]) -> list[ProposedChange]:
    """The same, each of which knows its record: one query a model."""
    keys: dict[type[Versioned], set[int]] = defaultdict(set)
    for proposal in proposals:
        keys[proposal.record_model].add(proposal.record_id)
    found = {model: model._base_manager.in_bulk(wanted) for model, wanted in keys.items()}
    for proposal in proposals:
        proposal.record = found[proposal.record_model].get(proposal.record_id)
    return proposals


def file_fields(kind: TrackedModel) -> list[models.FileField]:
    """The columns of an object that name a file."""
    return [field for field in kind.fields if isinstance(field, models.FileField)]
