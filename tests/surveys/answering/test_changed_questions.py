"""Questions that the secretariat changes while somebody has them open: nothing typed is lost."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from surveys.answering.forms import AnswerForm
from surveys.answering.views import AnswerPage, questions_of
from surveys.invitations.links import Target, link_path
from tests.factories import make_invitation, make_question, make_survey
from tests.surveys.test_views import hidden, stored

pytestmark = pytest.mark.django_db

CHANGED = "The secretariat changed the questions while you had them open."


def asked_in(page: Any) -> dict[str, str]:
    """What the form sends of itself, with the fingerprint of its questions."""
    html = page.content.decode()
    found = re.search(r'name="asked" value="(\w+)"', html)
    assert found
    return hidden(html) | {"asked": found[1]}


def test_what_was_typed_for_a_question_that_is_gone_is_shown(client: Client) -> None:
    survey = make_survey()
    gone, kept = (make_question(survey, "long_text") for _ in range(2))
    path = link_path(make_invitation(survey)).replace("/fr/", "/en/")
    data = asked_in(client.get(path)) | {f"q{gone.pk}": "Précieux", f"q{kept.pk}": "Gardé"}
    gone.delete()
    for button in ("hand_in", "save", "next"):
        page = client.post(path, data | {button: "1"})
        html = unescape(page.content.decode())
        assert page.status_code == 409
        assert [word in html for word in (CHANGED, "<li>Précieux</li>", ">Gardé</textarea>")] == [
            True
        ] * 3
        assert not survey.responses.exists()
    again = data | asked_in(page)
    assert client.post(path, again | {"hand_in": "1"}).status_code == 200
    assert stored(survey) == [("Gardé",)]


@pytest.mark.parametrize("field", ["text_fr", "text_en"])
def test_an_answer_is_not_stored_for_another_question_than_was_read(
    client: Client, field: str
) -> None:
    survey = make_survey()
    question = make_question(survey, "single", "Oui", "Non")
    yes = question.offered()[0]
    path = link_path(make_invitation(survey))
    data = asked_in(client.get(path)) | {f"q{question.pk}": str(yes.pk)}
    for record in (question, yes):
        setattr(record, field, "Tout autre chose")
        record.save()
        assert client.post(path, data | {"hand_in": "1"}).status_code == 409
        data |= asked_in(client.get(path))
    assert client.post(path, data | {"hand_in": "1"}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_question_that_goes_while_an_answer_is_stored_loses_nothing(
    client: Client, rf: RequestFactory
) -> None:
    survey = make_survey()
    gone, kept = (make_question(survey, "long_text") for _ in range(2))
    invitation = make_invitation(survey)
    data = asked_in(client.get(link_path(invitation)))
    data |= {f"q{gone.pk}": "Précieux", f"q{kept.pk}": "Gardé"}
    request = rf.post(link_path(invitation), data)
    form = AnswerForm(survey, questions_of(survey), request.POST)
    assert form.is_valid()
    gone.delete()
    with translation.override("en"):
        page = AnswerPage(request, Target(survey, invitation)).stored(form, 0, is_complete=True)
    html = unescape(page.content.decode())
    assert page.status_code == 409
    assert (CHANGED in html, "<li>Précieux</li>" in html, "Gardé</textarea>" in html) == (True,) * 3
    assert not survey.responses.exists()
