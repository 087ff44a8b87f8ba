"""What is kept of letters: to whom, of which kind, about what, and what became of each."""

from datetime import timedelta
from functools import cached_property
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext, gettext_noop, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.mail.letters import LetterKind

# After each refusal a letter is tried again so much later, and after one more it has failed.
RETRY_DELAYS = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
]
# No sending takes so long: whoever began it is gone, and nobody knows how far it came.
LONGEST_SENDING = timedelta(minutes=5)
# A letter that is due for so long waits for a worker that does not run.
LONGEST_WAIT = timedelta(minutes=15)


class DeliveryStatus(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("message", "waiting")
    SENDING = "sending", pgettext_lazy("message", "being sent")
    SENT = "sent", pgettext_lazy("message", "sent")
    FAILED = "failed", pgettext_lazy("message", "failed")
    UNKNOWN = "unknown", pgettext_lazy("message", "unknown")
    DROPPED = "dropped", pgettext_lazy("message", "not wanted")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self) -> Self:
        """Those to be sent now, in their turn."""
        due = self.filter(status=DeliveryStatus.QUEUED, due_at__lte=timezone.now())
        return due.order_by("-asked_for", "due_at", "pk")

    def interrupted(self) -> Self:
        """Those whose sending must have ended, nobody knows how."""
        begun_before = timezone.now() - LONGEST_SENDING
        return self.filter(status=DeliveryStatus.SENDING, claimed_at__lte=begun_before)

    def not_arrived(self) -> Self:
        """Those that the secretariat should look at: failed, unknown, or left lying."""
        due_before = timezone.now() - LONGEST_WAIT
        return self.filter(
            Q(status__in=[DeliveryStatus.FAILED, DeliveryStatus.UNKNOWN])
            | Q(status=DeliveryStatus.QUEUED, due_at__lte=due_before)
        )

    def set_final_status(self, status: DeliveryStatus, problem: str = "") -> int:
        """Says what became of them in the end; returns how many they are."""
        return self.update(
            status=status,
            problem=problem,
            attempts=F("attempts") + 1,
            claimed_at=None,
            finished_at=timezone.now(),
        )

    def schedule_retry(self, problem: str) -> None:
        """Has each tried again after its pause, and gives up those tried often enough."""
        now = timezone.now()
        self.filter(attempts__gte=len(RETRY_DELAYS)).set_final_status(
            DeliveryStatus.FAILED, problem
        )
        # The most tried first, so that none is put off twice.
        for attempts, pause in reversed([*enumerate(RETRY_DELAYS)]):
            self.filter(attempts=attempts).update(
                status=DeliveryStatus.QUEUED,
                problem=problem,
                attempts=attempts + 1,
                claimed_at=None,
                due_at=now + pause,
            )


class Delivery(models.Model):
    """One letter to one person.

    It names its record by label ("surveys.survey") and key, as reviews of translations do. The
    address and the language are the person's, at the time of sending.
    """

    letter = models.CharField(_("kind of message"), max_length=200)
    about_model = models.CharField(_("model"), max_length=100)
    about_id = models.CharField(_("record"), max_length=50)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=DeliveryStatus, default=DeliveryStatus.QUEUED
    )
    asked_for = models.BooleanField(_("asked for by its recipient"), default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("posted"), default=timezone.now)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    claimed_at = models.DateTimeField(_("being sent since"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "about_model", "about_id", "person"],
                condition=Q(status=DeliveryStatus.QUEUED),
                name="delivery_waits_once",
                violation_error_message=_("This message to this person is waiting already."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=DeliveryStatus.values),
                name="delivery_status_known",
                violation_error_message=_("Choose one of the statuses of a message."),
            ),
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.SENDING, claimed_at__isnull=False)
                | (~Q(status=DeliveryStatus.SENDING) & Q(claimed_at=None)),
                name="delivery_claimed_while_sent",
                violation_error_message=_("A message that is being sent says since when."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[DeliveryStatus.QUEUED, DeliveryStatus.SENDING], finished_at=None
                )
                | (
                    ~Q(status__in=[DeliveryStatus.QUEUED, DeliveryStatus.SENDING])
                    & Q(finished_at__isnull=False)
                ),
                name="delivery_ended_says_when",
                violation_error_message=_("A message that was sent or failed says when."),
            ),
        ]
        indexes = [models.Index(fields=["status", "due_at"], name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.person} · {self.label}"

    @property
    def contents(self) -> tuple[str, str, str, int]:
        """What the letter is: of which kind, about what, to whom."""
        return self.letter, self.about_model, self.about_id, self.person_id

    @property
    def kind(self) -> LetterKind:
        """The kind of letter; raises ImportError or SuspiciousOperation where there is none."""
        kind = import_string(self.letter)
        if not isinstance(kind, LetterKind):
            raise SuspiciousOperation("A delivery names something that is no kind of letter.")
        return kind

    @property
    def label(self) -> str:
        """What the secretariat calls the letter; of a kind that is gone, its name."""
        try:
            return str(self.kind.label)
        except (ImportError, SuspiciousOperation):
            return self.letter

    @cached_property
    def about(self) -> models.Model | None:
        """The record that the letter is about, None where it is gone."""
        model: Any = apps.get_model(self.about_model)
        return model._base_manager.filter(pk=self.about_id).first()

    @property
    def problem_in_words(self) -> str:
        """The problem in the page's language if it is the portal's, or as the server said it."""
        return gettext(self.problem) if self.problem else ""

    def claim(self) -> bool:
        """Takes the letter to send it; False where somebody else took it first."""
        self.claimed_at = timezone.now()
        waiting = Delivery.objects.filter(pk=self.pk, status=DeliveryStatus.QUEUED)
        return bool(waiting.update(status=DeliveryStatus.SENDING, claimed_at=self.claimed_at))

    def set_final_status(self, status: DeliveryStatus, problem: str = "") -> None:
        """Says what became of the letter in the end, unless the claim was lost meanwhile."""
        self._claimed.set_final_status(status, problem)

    def schedule_retry(self, problem: str) -> None:
        """Has the letter tried again after its pause, or gives it up."""
        try:
            with transaction.atomic():
                self._claimed.schedule_retry(problem)
        except IntegrityError:
            again = gettext_noop("The same message was asked for again.")
            self.set_final_status(DeliveryStatus.DROPPED, again)

    @property
    def _claimed(self) -> DeliveryQuerySet:
        return Delivery.objects.filter(pk=self.pk, claimed_at=self.claimed_at)


class MailRefusal(models.Model):
    """A person who wants no letters, but for those that they ask for themselves."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("refusal of messages")
        verbose_name_plural = _("refusals of messages")

    def __str__(self) -> str:
        return str(self.person)
