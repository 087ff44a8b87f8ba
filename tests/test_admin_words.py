"""Words of the other language are found wherever they are shown (see tests/words.py)."""

import pytest
from django.test import Client

from meetings.models import Meeting
from tests.admin_pages import fill_desk
from tests.words import foreign_words, record_texts

NO_TEXTS: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Enregistrer la réunion</p>", []),
        ("<p>Save the meeting</p>", ["meeting", "save", "the"]),
        ('<p lang="en">Save <b>the</b> meeting</p><p>Enregistrer</p>', []),
        ('<p lang="en">Save<br>the meeting</p><p>Delete</p>', ["delete"]),
        ('<a title="Delete" href="/admin/save/">Supprimer</a>', ["delete"]),
        ('<input type="submit" value="Save"><input value="Save"><p>Delete</p>', ["delete", "save"]),
        (
            '<input placeholder="Search"><img alt="Home"><i aria-label="Add"></i>',
            ["add", "home", "search"],
        ),
        ("<option>Published</option><textarea>Published</textarea>", ["published"]),
        ("<script>const save = 1</script><style>table {}</style>", []),
        ("<p>someone@example.org, https://example.org/save/</p>", []),
        ("<p>Save the meeting …</p><p>Delete…</p>", ["delete", "meeting", "save", "the"]),
        ('<p lang="">Delete</p><p lang="en">Save <b lang="fr">Home</b></p>', ["delete", "home"]),
        ('<code translate="no">as_listed</code><code translate="no">Delete</code>', ["delete"]),
        ('<p translate="no">Delete</p><code>as_listed</code>', ["as", "delete", "listed"]),
        ("<p>Kimberley, RDC, Côte d’Ivoire</p>", []),
    ],
)
def test_finds_english_words_on_a_french_page(db: None, html: str, words: list[str]) -> None:
    page = f'<html lang="fr"><body>{html}</body></html>'
    assert foreign_words(page, "fr", NO_TEXTS) == words


def test_finds_french_words_on_an_english_page(db: None) -> None:
    page = '<html lang="en"><p>Save the meeting</p><p>Enregistrer la fiche</p></html>'
    assert foreign_words(page, "en", NO_TEXTS) == ["enregistrer", "fiche", "la"]


def test_texts_of_records_are_their_own(reference: Meeting) -> None:
    page = "<p>Human Rights Watch · Objectives · ZELA · Il est temps de parler des diamants</p>"
    # Without a French name, an organisation is shown by its English one; a text with both is not.
    assert foreign_words(page, "fr", record_texts("fr")) == ["objectives"]


def test_a_page_with_an_untranslated_text_is_found_out(
    client: Client, reference: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(fill_desk(reference))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    monkeypatch.setattr(Meeting._meta, "verbose_name_plural", "gatherings")
    page = client.get("/admin/").content.decode()
    assert "gatherings" in foreign_words(page, "fr", record_texts("fr"))
