"""What the importer says of facts and findings, in the page's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.report_parser import DeclaredCount, FindingKind, Qualifier, ReportFinding, ReportKind

RULES: dict[str, Promise] = {
    "title": gettext_lazy("title of the text"),
    "meeting's date": gettext_lazy("date of the meeting"),
    "place": gettext_lazy("place beside the date"),
    "way of meeting": gettext_lazy("words for meeting online or on the spot"),
    "counted noun": gettext_lazy("number before what it counts"),
    "people counted": gettext_lazy("number of people who came"),
    "number of": gettext_lazy("“the number of …”"),
    "labelled": gettext_lazy("number after its label"),
    "country represented": gettext_lazy("participants’ country"),
    "known organisation": gettext_lazy("name that the directory knows"),
    "in a list": gettext_lazy("name in a list of those who came"),
    "said to have come": gettext_lazy("sentence that says who came"),
    "objectives listed": gettext_lazy("list after the word for objectives"),
    "campaign in quotes": gettext_lazy("title after the word “campaign”"),
    "heading": gettext_lazy("heading"),
    "decisions listed": gettext_lazy("list of decisions"),
    "next steps listed": gettext_lazy("list of next steps"),
}
QUALIFIERS: dict[Qualifier, Promise] = {
    Qualifier.OVER: gettext_lazy("the report says “more than”"),
    Qualifier.NEARLY: gettext_lazy("the report says “nearly” or “about”"),
}
KINDS: dict[ReportKind, Promise] = {
    ReportKind.ANNOUNCEMENT: gettext_lazy(
        "This text announces a meeting, it does not report of one: only its title was taken."
    ),
    ReportKind.OTHER: gettext_lazy(
        "This text does not say that a meeting took place: only its title was taken."
    ),
}


def qualified(count: DeclaredCount) -> str:
    """How a figure was declared, if not exactly."""
    return str(QUALIFIERS.get(count.qualifier, ""))


def finding_sentence(finding: ReportFinding) -> str:
    """What a person should look at, in a sentence."""
    facts = {"said": finding.said, "declared": finding.declared, "found": finding.found}
    sentences = {
        FindingKind.COUNTRIES_DIFFER: _(
            "The report declares %(declared)s countries, and %(found)s are recognised in it. "
            "Both stay as they are."
        ),
        FindingKind.ORGANISATIONS_DIFFER: _(
            "The report declares %(declared)s organisations, and %(found)s are recognised in it. "
            "Both stay as they are."
        ),
        FindingKind.COUNTS_DIFFER: _(
            "The report gives two figures for one thing: %(declared)s was taken, and “%(said)s” "
            "says %(found)s."
        ),
        FindingKind.DATE_WITHOUT_YEAR: _(
            "The report says “%(said)s” and nowhere of which year: give the date yourself."
        ),
        FindingKind.COUNTRY_UNSURE: _(
            "“%(said)s” may be either Congo: add the country yourself if you know."
        ),
        FindingKind.DATE_TO_COME: _("The report's date, %(said)s, is still to come."),
        FindingKind.LANGUAGE_UNSURE: _("The language of this text is not sure: choose it."),
    }
    return sentences[finding.kind] % facts
