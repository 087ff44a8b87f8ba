"""What was typed on a page, told from what it showed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.running.sent_page import SentRow, as_sent, digest, digests_of, read_sent_page


def row(section: str, name: str, shown: dict[str, str], **sent: str) -> dict[str, str]:
    """The controls of a row that showed this, as they are sent."""
    told = " ".join(f"{column}:{value}" for column, value in digests_of(shown).items())
    values = {f"{section}-{name}-{column}": value for column, value in (shown | sent).items()}
    return {f"{section}-{name}-shown": told, **values}


def typed(sent: dict[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """What was typed, by section and row, where anything was."""
    return {
        name: {key: one.typed for key, one in section.rows.items() if one.typed}
        for name, section in read_sent_page(sent).items()
    }


def test_what_differs_from_what_was_shown_was_typed() -> None:
    sent = {
        **row("agenda", "agendaitem-3", {"title": "Budget", "minutes": "10"}, minutes="20"),
        **row("item-3", "decision-7", {"text": "Publier"}),
        **row("item-3", "decision-new", {"text": ""}, text="Attendre"),
        **row("other", "followup--1", {"what": "Relire", "owner": ""}),
        "section": "agenda",
        "csrfmiddlewaretoken": "x",
    }
    assert typed(sent) == {
        "agenda": {"agendaitem-3": {"minutes": "20"}},
        "item-3": {"decision-new": {"text": "Attendre"}},
    }


def test_what_is_to_go_was_typed_whatever_was_shown() -> None:
    sent = row("other", "decision-7", {"text": "Publier"}, remove="on")
    assert typed(sent) == {"other": {"decision-7": {"remove": "on"}}}


def test_where_a_row_says_not_what_it_showed_all_of_it_was_typed() -> None:
    assert SentRow({"text": "", "visibility": "public"}).typed == {
        "text": "",
        "visibility": "public",
    }
    assert typed({"other-decision-7-text": "Publier", "other-decision-7-shown": "text"}) == {
        "other": {"decision-7": {"text": "Publier"}}
    }


@pytest.mark.parametrize(
    "control",
    ["nothing-decision-7-text", "item-x-decision-7-text", "other-decision-٣-text", "x" * 99],
)
def test_a_control_that_no_page_has_is_left_out(control: str) -> None:
    assert read_sent_page({control: "Publier"}) == {}


@given(st.text())
def test_what_a_browser_changes_by_itself_was_not_typed(text: str) -> None:
    lines = as_sent(text)
    assert digest(lines.replace("\n", "\r\n")) == digest(f"  {text}\n") == digest(lines)
