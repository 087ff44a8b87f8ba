"""What is to do at the desk: each line leads to the place where it is put right.

A concern is one query, bounded, which also counts how many lines there would be without bounds.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from kpcsc.desk.ledger_warnings import ledger_warnings
from kpcsc.desk.to_do_items import ToDoGroup, ToDoItem
from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.closed import Closure, closure
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposedChange, with_records
from kpcsc.foundation.translated_text import LANGUAGES, TranslatedText, page_language, translated
from kpcsc.foundation.translations.missing_text import record_outdated, record_untranslated
from kpcsc.health.models import faults_known
from kpcsc.search.models import TextMention
from kpcsc.takedown.report import check_reports
from meetings.admin_filters import with_invitations_waiting
from meetings.models import Campaign, FollowUp, Meeting, State, Status
from meetings.readiness.facts import compared_figures, issues_of, with_readiness
from meetings.readiness.rules import differences
from organisations.models import Listing, Organisation, User
from surveys.models import Survey

MOST_ITEMS = 8
PROPOSED_FOR = (Meeting, Campaign, Organisation, Survey)


def faults_group() -> ToDoGroup:
    """What is wrong with the portal itself, for administrators."""
    address = reverse("admin:index")
    faults = []
    if closure() == Closure.UNCONFIRMED:
        closed = gettext("The portal is closed: confirm who is named.")
        faults.append(ToDoItem(_plain(closed), reverse("confirm_naming")))
    faults += [
        ToDoItem(_plain(fault.sentence), address, notes=(fault.advice,)) for fault in faults_known()
    ]
    return ToDoGroup("faults", gettext("The portal needs help"), faults, len(faults), "")


def _plain(sentence: str) -> TranslatedText:
    return TranslatedText(sentence, page_language(), is_fallback=False)


def to_do_groups(may_see: Callable[[type[Model]], bool]) -> list[ToDoGroup]:
    """What is to do about the records that somebody may see, the most pressing first."""
    asked: list[tuple[type[Model], Callable[[], ToDoGroup]]] = [
        (Organisation, _naming_stopped),
        (Organisation, _named_without_consent),
        (ProposedChange, lambda: _proposed_changes(filter(may_see, PROPOSED_FOR))),
        (Delivery, _messages_not_arrived),
        (User, _erasures_asked_for),
        (Meeting, _next_meetings),
        (Meeting, _invitations_waiting),
        (Survey, _surveys_under_way),
        (Meeting, _unpublished_reports),
        (Meeting, _meetings_in_review),
        (Campaign, _campaigns_in_review),
        (Meeting, _overdue_follow_ups),
        (Meeting, _differing_figures),
        (Meeting, _untranslated_meetings),
        (Campaign, _untranslated_campaigns),
        (Organisation, _untranslated_organisations),
    ]
    found = [group() for model, group in asked if may_see(model)]
    warnings = ledger_warnings() if may_see(Organisation) and may_see(User) else []
    return [group for group in [*warnings, *found] if group.lines]


def _to_do_group(
    code: str,
    heading: str,
    rows: Iterable[Any],
    line: Callable[[Any], ToDoItem],
    *,
    of: type[Model],
    where: str,
) -> ToDoGroup:
    """The concern of these rows, each of which carries the `total`."""
    rows = list(rows)
    name = f"admin:{of._meta.app_label}_{of._meta.model_name}_changelist"
    total = rows[0].total if rows else 0
    return ToDoGroup(code, heading, [line(row) for row in rows], total, f"{reverse(name)}?{where}")


def _first[Rows: QuerySet[Any]](rows: Rows) -> Rows:
    """The first of the rows, each with the number of all as `total`."""
    return rows.annotate(total=Window(Count("*")))[:MOST_ITEMS]


# --- Meetings and what each still lacks -----------------------------------------------------


def _line_with_lacks(meeting: Meeting) -> ToDoItem:
    return ToDoItem(
        translated(meeting, "title"),
        change_address(meeting),
        period=meeting.period,
        issues=tuple(issues_of(meeting)),
    )


def _next_meetings() -> ToDoGroup:
    planned = Meeting.objects.filter(state=State.PLANNED).exclude(status=Status.WITHDRAWN)
    return _to_do_group(
        "next-meetings",
        gettext("Next meetings"),
        _first(with_readiness(planned.newest_first().reverse())),
        _line_with_lacks,
        of=Meeting,
        where="state__exact=planned",
    )


def _invitations_waiting() -> ToDoGroup:
    def line(meeting: Any) -> ToDoItem:
        notes = []
        if meeting.reply_by and meeting.reply_by < timezone.localdate() and meeting.awaited:
            number = meeting.awaited
            said = ngettext("%(n)d reply is overdue.", "%(n)d replies are overdue.", number)
            notes.append(said % {"n": number})
        if number := meeting.to_notify:
            said = ngettext(
                "%(n)d invitee is to be notified of the changes.",
                "%(n)d invitees are to be notified of the changes.",
                number,
            )
            notes.append(said % {"n": number})
        address = reverse("admin:meetings_meeting_invitations", args=[meeting.pk])
        return ToDoItem(translated(meeting, "title"), address, meeting.period, tuple(notes))

    return _to_do_group(
        "invitations",
        gettext("Invitations that wait"),
        _first(with_invitations_waiting(Meeting.objects.newest_first().reverse())),
        line,
        of=Meeting,
        where="wanting=invitations",
    )


def _unpublished_reports() -> ToDoGroup:
    drafts = Meeting.objects.filter(state=State.HELD, status=Status.DRAFT)
    return _to_do_group(
        "drafts",
        gettext("Held, still in draft"),
        _first(with_readiness(drafts.newest_first())),
        _line_with_lacks,
        of=Meeting,
        where="state__exact=held&status__exact=draft",
    )


def _meetings_in_review() -> ToDoGroup:
    in_review = Meeting.objects.filter(status=Status.IN_REVIEW)
    return _to_do_group(
        "meetings-in-review",
        gettext("Meetings in review"),
        _first(with_readiness(in_review.newest_first())),
        _line_with_lacks,
        of=Meeting,
        where="status__exact=in_review",
    )


def _surveys_under_way() -> ToDoGroup:
    def line(survey: Any) -> ToDoItem:
        numbers = {"answered": survey.answered, "invited": survey.invited}
        note = gettext("%(answered)d of %(invited)d have answered.") % numbers
        address = reverse("admin:surveys_survey_invitations", args=[survey.pk])
        return ToDoItem(translated(survey, "title"), address, notes=(survey.state, note))

    return _to_do_group(
        "surveys",
        gettext("Surveys under way"),
        _first(Survey.objects.under_way().with_turnout().order_by("closes_at", "pk")),
        line,
        of=Survey,
        where="wanting=closing",
    )


def _campaigns_in_review() -> ToDoGroup:
    return _to_do_group(
        "campaigns-in-review",
        gettext("Campaigns in review"),
        _first(Campaign.objects.filter(status=Status.IN_REVIEW)),
        lambda campaign: ToDoItem(translated(campaign, "title"), change_address(campaign)),
        of=Campaign,
        where="status__exact=in_review",
    )


def _proposed_changes(models: Iterable[type[Model]]) -> ToDoGroup:
    def line(proposal: ProposedChange) -> ToDoItem:
        moment = date_format(localtime(proposal.changed_at), "SHORT_DATETIME_FORMAT")
        who = f"{proposal.by or '–'}, {moment}"
        notes = (who, proposal.get_origin_display(), proposal.get_status_display())
        name = TranslatedText(str(proposal), page_language(), is_fallback=False)
        return ToDoItem(name, proposal_address(proposal), notes=notes)

    waiting = ProposedChange.objects.unsettled().of_models(models).select_related("by")
    return _to_do_group(
        "proposals",
        gettext("Proposed changes"),
        with_records(list(_first(waiting))),
        line,
        of=ProposedChange,
        where="status__in=open,returned",
    )


# --- What safety and promises ask -----------------------------------------------------------


def _naming_stopped() -> ToDoGroup:
    def line(organisation: Organisation) -> ToDoItem:
        address = reverse("stop_naming", args=[organisation.pk])
        return ToDoItem(translated(organisation, "name"), address, notes=notes[organisation.pk])

    stopped = list(_first(Organisation.objects.with_naming_stopped().in_alphabetical_order()))
    notes = {one.organisation.pk: (one.sentence,) for one in check_reports(stopped)}
    return _to_do_group(
        "naming-stopped",
        gettext("Naming stopped: see whether a page still names them"),
        stopped,
        line,
        of=Organisation,
        where="wanting=nothing-named",
    )


def _named_without_consent() -> ToDoGroup:
    def line(organisation: Any) -> ToDoItem:
        numbers = {
            "listing": Listing(organisation.listing).label,
            "agreed": Listing(organisation.agreed).label,
        }
        note = gettext("Listed as “%(listing)s”; agreed: “%(agreed)s”.") % numbers
        notes = [note]
        if number := organisation.in_texts:
            in_texts = ngettext(
                "Named in the texts of %(number)d record.",
                "Named in the texts of %(number)d records.",
                number,
            )
            notes.append(in_texts % {"number": number})
        address = change_address(organisation, "#consent_records-group")
        return ToDoItem(translated(organisation, "name"), address, notes=tuple(notes))

    mentions = TextMention.objects.filter(organisation=OuterRef("pk")).values("organisation")
    in_texts = Coalesce(Subquery(mentions.annotate(number=Count("pk")).values("number")), 0)
    named: Any = Organisation.objects.named_without_consent().in_alphabetical_order()

    return _to_do_group(
        "named-without-consent",
        gettext("Named without consent"),
        _first(named.annotate(in_texts=in_texts)),
        line,
        of=Organisation,
        where="wanting=consent",
    )


def _messages_not_arrived() -> ToDoGroup:
    def line(delivery: Delivery) -> ToDoItem:
        person = TranslatedText(str(delivery.person), page_language(), is_fallback=False)
        notes = (delivery.label, delivery.get_status_display(), delivery.problem_in_words)
        return ToDoItem(person, change_address(delivery), notes=tuple(filter(None, notes)))

    return _to_do_group(
        "messages",
        gettext("Messages that did not arrive"),
        _first(Delivery.objects.not_arrived().select_related("person")),
        line,
        of=Delivery,
        where="wanting=arrival",
    )


def _erasures_asked_for() -> ToDoGroup:
    def line(person: User) -> ToDoItem:
        name = TranslatedText(person.name, page_language(), is_fallback=False)
        return ToDoItem(name, reverse("admin:organisations_user_erase", args=[person.pk]))

    asked = User.objects.filter(erasure_asked_at__isnull=False).order_by("erasure_asked_at")
    return _to_do_group(
        "erasures",
        gettext("People who asked to be erased"),
        _first(asked),
        line,
        of=User,
        where="erasure_asked_at__isempty=0",
    )


def _overdue_follow_ups() -> ToDoGroup:
    def line(follow_up: FollowUp) -> ToDoItem:
        owner = (translated(follow_up.owner, "name").text,) if follow_up.owner else ()
        what = translated(follow_up, "what")
        shortened = TranslatedText(Truncator(what.text).chars(90), what.language, what.is_fallback)
        period = PartialPeriod(follow_up.due) if follow_up.due else None
        address = change_address(follow_up.meeting, "#follow_ups-group")
        return ToDoItem(shortened, address, period=period, notes=owner)

    overdue = FollowUp.objects.overdue().select_related("owner", "meeting").order_by("due", "pk")
    return _to_do_group(
        "overdue",
        gettext("Follow-ups overdue"),
        _first(overdue),
        line,
        of=Meeting,
        where="wanting=follow-ups",
    )


# --- What a reader would stumble on ---------------------------------------------------------


def _differing_figures() -> ToDoGroup:
    def line(meeting: Meeting) -> ToDoItem:
        notes = tuple(issue.sentence for issue in differences(*compared_figures(meeting)))
        address = change_address(meeting, "#id_organisations_count")
        return ToDoItem(translated(meeting, "title"), address, period=meeting.period, notes=notes)

    return _to_do_group(
        "figures",
        gettext("Declared and listed figures differ"),
        _first(Meeting.objects.with_differing_figures().newest_first()),
        line,
        of=Meeting,
        where="wanting=figures",
    )


def _incomplete(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with a text to write or to review, with `lacks_fr`, `outdated_fr` and the like."""
    wants = {
        f"{what}_{language}": ExpressionWrapper(condition(rows.model, language), BooleanField())
        for what, condition in (("lacks", record_untranslated), ("outdated", record_outdated))
        for language in LANGUAGES
    }
    return rows.annotate(**wants).filter(reduce(or_, [Q(**{name: True}) for name in wants]))


def _line_on_texts(record: Any) -> ToDoItem:
    wants = {
        "lacks_fr": gettext("French is missing"),
        "lacks_en": gettext("English is missing"),
        "outdated_fr": gettext("French is to review"),
        "outdated_en": gettext("English is to review"),
    }
    notes = tuple(text for name, text in wants.items() if getattr(record, name))
    label = translated(record, "name" if isinstance(record, Organisation) else "title")
    return ToDoItem(label, change_address(record), notes=notes)


def _untranslated_meetings() -> ToDoGroup:
    return _to_do_group(
        "untranslated-meetings",
        gettext("Meetings with a text missing or to review"),
        _first(_incomplete(Meeting.objects.newest_first())),
        _line_on_texts,
        of=Meeting,
        where="wanting=texts",
    )


def _untranslated_campaigns() -> ToDoGroup:
    return _to_do_group(
        "untranslated-campaigns",
        gettext("Campaigns with a text missing or to review"),
        _first(_incomplete(Campaign.objects.all())),
        _line_on_texts,
        of=Campaign,
        where="wanting=texts",
    )


def _untranslated_organisations() -> ToDoGroup:
    organisations = Organisation.objects.unmerged().in_alphabetical_order()
    return _to_do_group(
        "untranslated-organisations",
        gettext("Organisations with a text missing or to review"),
        _first(_incomplete(organisations)),
        _line_on_texts,
        of=Organisation,
        where="wanting=texts",
    )
