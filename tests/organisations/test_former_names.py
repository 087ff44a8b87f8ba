"""A name that an organisation no longer has still hides it in texts."""

import pytest
from django.db.models import ProtectedError

from kpcsc.foundation.translated_text import translated
from kpcsc.search.index import index_changed
from organisations.models import Listing
from tests.factories import make_meeting, make_organisation

pytestmark = pytest.mark.django_db
HIDDEN = "Avec [organisation non nommée] et [organisation non nommée]"


def test_a_former_name_and_acronym_stay_among_the_other_names() -> None:
    organisation = make_organisation(
        name_fr="Réseau Clair", acronym="RCL", aliases="Clair", listing=Listing.UNLISTED
    )
    meeting = make_meeting(title_fr="Avec Réseau Clair et RCL")
    assert translated(meeting, "title").text == HIDDEN
    organisation.name_fr, organisation.acronym = "Réseau Sombre", "RSB"
    organisation.save()
    assert organisation.aliases == "Clair\nRéseau Clair\nRCL"
    assert translated(meeting, "title").text == HIDDEN
    organisation.save()
    assert organisation.aliases == "Clair\nRéseau Clair\nRCL"
    organisation.acronym = "RCL"
    organisation.save()
    assert organisation.aliases == "Clair\nRéseau Clair\nRCL\nRSB"


def test_an_organisation_that_texts_name_is_not_deleted() -> None:
    organisation = make_organisation(name_fr="Réseau Clair", listing=Listing.UNLISTED)
    meeting = make_meeting(title_fr="Avec Réseau Clair")
    index_changed()
    with pytest.raises(ProtectedError):
        organisation.delete()
    meeting.title_fr = "Sans nom"
    meeting.save()
    index_changed()
    organisation.delete()
