"""Where the database and the ledger do not agree, as after a restore from an older backup."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from kpcsc.backups.ledger_check import PortalLedgerCheck, record_to_change
from kpcsc.desk.to_do_items import ToDoGroup, ToDoItem
from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.translated_text import TranslatedText, page_language, translated
from organisations.listing.ledger import DifferenceKind, LedgerDifference


def ledger_warnings() -> list[ToDoGroup]:
    """Whom the database names although they, or somebody for them, last said that nobody may; and
    that the ledger is damaged."""
    check = PortalLedgerCheck()
    named = [_line(one) for one in check.differences]
    faults = [_line_on_faults(len(check.ledger.faults))] if check.ledger.faults else []
    if check.unknown_organisations:
        faults.append(_line_on_unknown_organisations(check.unknown_organisations))
    return [
        ToDoGroup(
            "named-beyond-ledger",
            gettext("Brought back by an older database"),
            named,
            len(named),
            all_address="",
        ),
        ToDoGroup("ledger-faults", gettext("The ledger"), faults, len(faults), ""),
    ]


def _line(one: LedgerDifference) -> ToDoItem:
    moment = {"moment": date_format(localtime(one.since), "DATETIME_FORMAT")}
    match one.kind:
        case DifferenceKind.LISTING:
            note = gettext("Since %(moment)s it may no longer be named so openly: stop it again.")
            address = reverse("stop_naming", args=[one.record.pk])
            label = translated(one.record, "name")
        case DifferenceKind.ERASURE:
            note = gettext("Erased on %(moment)s, and there again: erase this person once more.")
            address = reverse("admin:organisations_user_erase", args=[one.record.pk])
            label = _words(one.record.name)
        case DifferenceKind.RIGHT:
            note = gettext("Lost a right on %(moment)s, and has it again: “%(right)s”.")
            moment["right"] = one.record._meta.get_field(one.allowed).verbose_name
            address, label = change_address(one.record), _words(one.record.name)
        case DifferenceKind.NAMING:
            note = gettext("Since %(moment)s it may no longer be named so openly at the meeting.")
            address = change_address(record_to_change(one))
            label = translated(one.record.organisation, "name")
    return ToDoItem(label, address, notes=(note % moment,))


def _line_on_unknown_organisations(number: int) -> ToDoItem:
    said = ngettext(
        "%(number)d organisation that may not be named is unknown to this database.",
        "%(number)d organisations that may not be named are unknown to this database.",
        number,
    )
    note = gettext("It is older than the ledger: look through the list of organisations.")
    address = reverse("admin:organisations_organisation_changelist")
    return ToDoItem(_words(said % {"number": number}), address, notes=(note,))


def _line_on_faults(number: int) -> ToDoItem:
    said = ngettext(
        "The ledger is damaged: %(number)d entry is missing, cut short or altered.",
        "The ledger is damaged: %(number)d entries are missing, cut short or altered.",
        number,
    )
    note = gettext("Whoever runs the server finds more with “portal manage check_ledger”.")
    return ToDoItem(_words(said % {"number": number}), reverse("admin:guide"), notes=(note,))


def _words(text: str) -> TranslatedText:
    return TranslatedText(text, page_language(), is_fallback=False)
