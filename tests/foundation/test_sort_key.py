"""Names compared without accents, case and typographic variants."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpcsc.foundation.sort_key import fold
from organisations.models import Organisation
from tests.factories import make_organisation


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Réseau de Lutte contre la Faim", "reseau de lutte contre la faim"),
        ("États-Unis", "etats-unis"),
        ("e\N{COMBINING ACUTE ACCENT}", "e"),
        ("Côte d’Ivoire", "cote d'ivoire"),
        ("cœur", "coeur"),
        ("ŒUVRES", "oeuvres"),
        ("Œuvres", "oeuvres"),
        ("ﬁscalité", "fiscalite"),
        ("n° 2²", "n° 22"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(derandomize=True, database=None, max_examples=200)
@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """Else a word typed in the search box would not be the word in the index."""
    assert fold(fold(text)) == fold(text)


def test_a_key_is_of_the_languages_own_name_or_else_of_the_other(db: None) -> None:
    both = make_organisation(name_fr="Écoute", name_en="Listening")
    only_english = make_organisation(name_fr="", name_en="Élan")
    only_french = make_organisation(name_fr="Zélé", name_en="")
    keys = {one.pk: (one.sort_fr, one.sort_en) for one in Organisation.objects.all()}
    assert keys == {
        both.pk: ("ecoute", "listening"),
        only_english.pk: ("elan", "elan"),
        only_french.pk: ("zele", "zele"),
    }


def test_a_key_follows_its_name(db: None) -> None:
    organisation = make_organisation(name_fr="Zélé")
    organisation.name_fr = "Âme"
    organisation.save()
    assert Organisation.objects.get().sort_fr == "ame"


def test_a_name_as_long_as_names_may_be_has_a_key(db: None) -> None:
    """A ligature is one letter in the name and several in the key."""
    assert len(make_organisation(name_fr="ﷺ" * 200).sort_fr) == 255
