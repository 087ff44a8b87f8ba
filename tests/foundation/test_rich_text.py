"""Rich text is clean on every way into the database."""

from typing import Any

import pytest
from django.db import connection
from django.forms import modelform_factory
from django.utils import translation

from meetings.models import Meeting, Section
from tests.factories import make_campaign, make_meeting

DIRTY = [
    ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
    ("<style>p{color:red}</style><p>a</p>", "<p>a</p>"),
    ('<p onclick="alert(1)" style="color:red" class="x" id="y">a</p>', "<p>a</p>"),
    ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>"),
    ('<p><a href=" jAvA\tScRiPt:alert(1)">a</a></p>', "<p>a</p>"),
    ('<p><a href="data:text/html,x">a</a></p>', "<p>a</p>"),
    ("<p>a</p><img src=x onerror=alert(1)>", "<p>a</p>"),
    ('<p>a</p><iframe src="https://example.org"></iframe>', "<p>a</p>"),
    ("<p>a</p><svg><script>alert(1)</script></svg>", "<p>a</p>"),
    ('<form action="https://example.org"><input name="a"></form><p>a</p>', "<p>a</p>"),
    ("<h1>a</h1>b<br>c", "<h3>a</h3><p>b c</p>"),
]
KEPT = [
    "<p>A <strong>bold</strong> and an <em>inclined</em> word.</p>",
    "<h3>Part</h3><h4>Smaller part</h4>",
    "<ul><li><p>one</p></li><li><p>two</p></li></ul>",
    "<ol><li><p>one</p></li></ol>",
    "<blockquote><p>Said.</p></blockquote>",
    '<p><a href="https://example.org/?a=1">page</a></p>',
    '<p><a href="mailto:office@example.org">letter</a></p>',
    '<table><tbody><tr><th><p>a</p></th><td></td></tr><tr><td colspan="2"><p>b</p></td></tr>'
    "</tbody></table>",
]
CASES = [*DIRTY, *((text, text) for text in KEPT)]


def stored(section: Section) -> tuple[Any, Any]:
    """The two columns as they lie in the database, past every default of the models."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_fr, body_en FROM meetings_section WHERE id = %s", [section.pk])
        return cursor.fetchone()


@pytest.fixture
def meeting(db: None) -> Meeting:
    return make_meeting()


@pytest.mark.parametrize(("typed", "clean"), CASES)
def test_both_languages_are_clean_when_created_and_when_changed(
    typed: str, clean: str, meeting: Meeting
) -> None:
    section = Section.objects.create(
        meeting=meeting, heading_fr="Partie", body_fr=typed, body_en=typed
    )
    assert stored(section) == (clean, clean)
    section.body_fr, section.body_en = f"<p>fr</p>{typed}", f"<p>en</p>{typed}"
    section.save()
    assert stored(section) == (f"<p>fr</p>{clean}", f"<p>en</p>{clean}")


@pytest.mark.parametrize(("typed", "clean"), CASES)
def test_a_form_cleans_before_it_saves(typed: str, clean: str, meeting: Meeting) -> None:
    form_class = modelform_factory(
        Section, fields=["heading_fr", "heading_en", "body_fr", "body_en"]
    )
    form = form_class(
        {"heading_fr": "Partie", "body_fr": typed, "body_en": typed},
        instance=Section(meeting=meeting),
    )
    assert form.is_valid(), form.errors
    assert (form.instance.body_fr, form.instance.body_en) == (clean, clean)


@pytest.mark.parametrize(("typed", "clean"), DIRTY[:3])
def test_rows_made_many_at_a_time_are_clean(typed: str, clean: str, meeting: Meeting) -> None:
    Section.objects.bulk_create(
        [Section(meeting=meeting, heading_fr="Partie", body_fr=typed, body_en=typed)]
    )
    assert stored(Section.objects.get()) == (clean, clean)


def test_the_story_of_a_campaign_is_clean(db: None) -> None:
    campaign = make_campaign(story_fr="<p>a</p><script>b</script>")
    campaign.refresh_from_db()
    assert campaign.story_fr == "<p>a</p>"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("french", "english"), [("<p>fr</p>", ""), ("", "<p>en</p>"), ("<p>fr</p>", None)]
)
def test_saving_does_not_fill_the_language_that_lacks_a_text(
    language: str, french: str, english: str | None, meeting: Meeting
) -> None:
    section = Section.objects.create(
        meeting=meeting, heading_fr="Partie", body_fr=french, body_en=english
    )
    with translation.override(language):
        again = Section.objects.get(pk=section.pk)
        assert again.body == (french or english)  # what fallback shows
        again.heading_fr = "Autre"
        again.save()
    assert stored(section) == (french, english)
