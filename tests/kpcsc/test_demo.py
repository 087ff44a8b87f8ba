"""The demonstration holds the reference meeting whole, and exactly as its report has it."""

from datetime import date
from io import StringIO
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management import call_command

from meetings.models import AgendaItem, Campaign, Document, FollowUp, Meeting, Participation
from organisations.models import ConsentRecord, Organisation

# The facts that the coalition published on its meeting of 2 June 2021: name, acronym, country.
ORGANISATIONS = {
    ("Kimberley Process Civil Society Coalition", "KP CSC", None),
    ("Zimbabwe Environmental Law Association", "ZELA", "ZW"),
    ("Center for Natural Resource Governance", "CNRG", None),
    ("Human Rights Watch", "HRW", None),
    ("IMPACT", "", None),
    ("The Sentry", "", None),
    ("Pact", "", None),
    ("Maluti Community Development Forum", "MCDF", "LS"),
    ("Responsible Jewelry Transformative", "", None),
    ("RAID", "", None),
    ("Tax Justice Network Africa", "TJNA", None),
    ("Groupe d’Appui aux Exploitants des Ressources Naturelles", "GAERN", None),
    ("Community Mobilization Advocacy Network", "", None),
    ("Botswana Mining Workers Union", "BMWU", "BW"),
    ("International Peace Information Service", "IPIS", "BE"),
    (
        "Centre National d’Appui au Développement et à la Participation Populaire",
        "CENADEP",
        None,
    ),
    ("Groupe de Recherche et de Plaidoyer sur les Industries Extractives", "GRPIE", "CI"),
    ("Action Mines Guinée", "", "GN"),
    ("Centre du Commerce International pour le Développement", "CECIDE", "GN"),
    ("Centre Centrafricain de Recherche et d’Analyse Géopolitique", "CCRAG", "CF"),
    ("Levin Sources", "", None),
    ("Diamond Development Initiative at RESOLVE", "DDI", None),
    ("Network Movement for Justice and Development", "NMJD", "SL"),
    ("Diamonds for Peace", "", None),
    ("Réseau de Lutte contre la Faim", "RELUFA", "CM"),
}
COUNTRIES = {*"ZA BE BW CM CA CF CI CD GN LS LR SL TZ US ZW".split()}
FIGURES = {
    "participants_count": 24,
    "facilitators_count": 3,
    "countries_count": 15,
    "listed_countries": 15,
    "listed_organisations": 25,
}


def demo(**options: Any) -> str:
    """What `manage.py demo` prints."""
    output = StringIO()
    call_command("demo", stdout=output, **options)
    return output.getvalue()


def every_row() -> str:
    """All rows of the portal's own tables, histories and search entries with them."""
    labels = ("organisations", "meetings", "kpcsc")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    rows = [row for model in models for row in model._default_manager.order_by("pk")]
    return serializers.serialize("json", rows, indent=1)


def test_the_meeting_has_the_facts_of_its_report_and_no_others(reference: Meeting) -> None:
    meeting = Meeting.objects.with_listed_counts().get()
    assert meeting.title_fr == (
        "Réunion stratégique des ONG sur les diamants et les défis auxquels sont confrontées les "
        "communautés touchées par les diamants"
    )
    assert meeting.title_en == (
        "NGO strategy meeting on diamonds and the challenges facing diamond-affected communities"
    )
    assert (meeting.starts_on, meeting.ends_on) == (date(2021, 6, 2), None)
    assert (meeting.precision, meeting.state) == ("day", "held")
    # The report does not say where and how people met.
    unsaid = ("place_fr", "place_en", "format", "joining_link")
    assert not any(getattr(meeting, name) for name in unsaid)
    assert {name: getattr(meeting, name) for name in FIGURES} == FIGURES
    assert meeting.is_public
    for model in (AgendaItem, Document, FollowUp):
        assert not model.objects.exists()


def test_the_campaign_is_the_reports(reference: Meeting) -> None:
    campaign = Campaign.objects.get()
    assert reference.campaign == campaign
    assert campaign.title_fr == "Il est temps de parler des diamants"
    assert campaign.title_en == "We need to talk about diamonds"
    assert campaign.aliases == "Nous devons parler des diamants"
    assert campaign.featured
    assert campaign.is_public


def test_the_countries_are_the_fifteen_of_the_report(reference: Meeting) -> None:
    assert {country.code for country in reference.countries.all()} == COUNTRIES


def test_the_organisations_are_the_25_of_the_report_as_they_write_themselves(
    reference: Meeting,
) -> None:
    present = [
        participation.organisation
        for participation in reference.participations.attended().select_related("organisation")
    ]
    assert len(present) == len(ORGANISATIONS) == 25
    assert {
        (one.name_en or one.name_fr, one.acronym, one.country_id) for one in present
    } == ORGANISATIONS
    assert Organisation.objects.count() == 25


def test_the_coalition_organised_it_and_is_known_by_its_other_names(reference: Meeting) -> None:
    organiser = Participation.objects.get(role="organiser").organisation
    assert organiser.acronym == "KP CSC"
    assert organiser.name_fr == "Coalition de la société civile du Processus de Kimberley"
    assert {*organiser.aliases.splitlines()} == {"KPCSC", "CSC PK", "PK CSC", "CSC KP", "CSKP"}


def test_three_objectives_and_a_report_are_there_in_both_languages(reference: Meeting) -> None:
    objectives, sections = reference.objectives.all(), reference.sections.all()
    assert [objective.position for objective in objectives] == [1, 2, 3]
    assert all(objective.text_fr and objective.text_en for objective in objectives)
    assert sections
    for section in sections:
        assert section.heading_fr
        assert section.heading_en
        assert section.body_fr.startswith("<p>")
        assert section.body_en.startswith("<p>")


def test_each_organisation_is_named_by_a_consent_that_says_why(reference: Meeting) -> None:
    for organisation in Organisation.objects.all():
        consent = organisation.consent_records.get()
        assert (organisation.listing, consent.agreed_listing) == ("public", "public")
        assert "Published by the coalition in 2021" in consent.note
        organisation.full_clean()
    # It is the consent that opens the listing, not the demonstration's default.
    assert Organisation().listing == "unlisted"


def test_a_second_run_changes_no_row(db: None) -> None:
    assert "was loaded" in demo()
    before = every_row()
    assert "nothing was changed" in demo()
    assert every_row() == before
    assert ConsentRecord.objects.count() == 25


def test_what_staff_changed_stays(reference: Meeting) -> None:
    reference.title_fr = "Titre corrigé"
    reference.save()
    demo()
    assert Meeting.objects.get().title_fr == "Titre corrigé"


def test_invented_meetings_say_that_they_are_invented(db: None) -> None:
    assert "5 invented meetings were added" in demo(scale=5)
    invented = Meeting.objects.exclude(slug="2021-06-strategy-meeting")
    assert invented.count() == 5
    for meeting in invented:
        assert "inventée" in meeting.title_fr
        assert "Invented" in meeting.title_en
        assert meeting.search_entry.pk
        if meeting.campaign:
            assert meeting.campaign.title_fr == "Campagne inventée"
    assert "3 invented organisations were added" in demo(organisations=3)
    unnamed = Organisation.objects.filter(name_fr__contains="inventée", listing="unlisted")
    assert unnamed.count() == 3
    before = every_row()
    assert "0 invented meetings were added" in demo(scale=5, organisations=3)
    assert every_row() == before
