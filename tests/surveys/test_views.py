"""The pages on which a survey is answered, and those of its results."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys.answering.bot_guard import TRAP
from surveys.answering.return_code import new_code
from surveys.invitations.links import link_path
from surveys.models import Answer, AnsweredMark, Invitation, Question, Response, Survey
from tests.factories import (
    make_invitation,
    make_meeting,
    make_organisation,
    make_question,
    make_survey,
)
from tests.sampling import sampled

pytestmark = pytest.mark.django_db

ALL_KINDS = [("Oui",), ("Diamant",), ("Coltan",), ("B", 1), ("A", 2), (4,), (Decimal("3.5"),)]
ALL_KINDS += [("Nos mots.",), ("CD",)]


def hidden(html: str) -> dict[str, str]:
    """What the page's form sends of itself."""
    names = ("code", "version", "section", "stamp")
    found = {
        name: re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
        for name in names
    }
    return {name: value[1] for name, value in found.items() if value}


def opened(client: Client, invitation: Invitation | Survey) -> dict[str, str]:
    """What the form sends of itself when its link is opened."""
    return hidden(client.get(link_path(invitation)).content.decode())


def stored(survey: Survey) -> list[tuple[Any, ...]]:
    """All that is stored of answers, in the order of questions and ranks."""
    rows = Answer.objects.filter(response__survey=survey).order_by("question", "rank", "pk")
    return [
        tuple(value for value in row if value not in (None, ""))
        for row in rows.values_list("choice__text_fr", "country", "rank", "number", "text")
    ]


def code_shown(html: str) -> str:
    """The code on a receipt."""
    found = re.search(r'class="code-shown">([^<]+)<', html)
    assert found
    return found[1]


def one_question(**fields: Any) -> tuple[Survey, Question]:
    """A survey that asks for a short text."""
    survey = make_survey(**fields)
    return survey, make_question(survey, "short_text")


@pytest.fixture
def survey() -> Survey:
    """A survey with a question of each kind."""
    survey = make_survey()
    make_question(survey, "single", "Oui", "Non", required=True)
    make_question(survey, "multiple", "Or", "Diamant", allows_other=True)
    make_question(survey, "ranking", "A", "B", "C")
    make_question(survey, "scale")
    make_question(survey, "number", unit_fr="carats")
    make_question(survey, "long_text")
    make_question(survey, "country")
    return survey


def full_answer(survey: Survey) -> dict[str, Any]:
    """An answer to every question of the survey above."""
    single, multiple, ranking, scale, number, text, country = survey.questions.all()
    choices = {
        choice.text_fr: str(choice.pk) for one in survey.questions.all() for choice in one.offered()
    }
    return {
        f"q{single.pk}": choices["Oui"],
        f"q{multiple.pk}": [choices["Diamant"], "other"],
        f"q{multiple.pk}_other": "Coltan",
        f"q{ranking.pk}_{choices['A']}": "2",
        f"q{ranking.pk}_{choices['B']}": "1",
        f"q{ranking.pk}_{choices['C']}": "",
        f"q{scale.pk}": "4",
        f"q{number.pk}": "3,5",
        f"q{text.pk}": "Nos mots.",
        f"q{text.pk}_quote": "1",
        f"q{country.pk}": "CD",
    }


def test_opening_a_link_changes_nothing(client: Client, survey: Survey) -> None:
    response = client.get(link_path(make_invitation(survey)))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert not client.cookies
    assert not Response.objects.exists()
    assert not AnsweredMark.objects.exists()


def test_an_answer_is_stored_whole(client: Client, survey: Survey) -> None:
    invitation = make_invitation(survey)
    data = opened(client, invitation) | full_answer(survey)
    receipt = client.post(link_path(invitation), data | {"hand_in": "1"})
    assert receipt.status_code == 200
    assert "Coltan" in receipt.content.decode()
    assert stored(survey) == ALL_KINDS
    response = Response.objects.get()
    assert (response.is_complete, response.invitation) == (True, invitation)
    assert AnsweredMark.objects.get().invitation == invitation


def test_the_link_of_a_named_answer_leads_back_to_it(client: Client, survey: Survey) -> None:
    invitation = make_invitation(survey)
    client.post(link_path(invitation), opened(client, invitation) | full_answer(survey))
    page = client.get(link_path(invitation)).content.decode()
    assert 'value="3,5"' in page or 'value="3.5"' in page
    assert "Nos mots." in page
    again = hidden(page) | full_answer(survey)
    assert again["version"] == "1"
    text = survey.questions.get(kind="long_text")
    client.post(link_path(invitation), again | {f"q{text.pk}": "D’autres mots."})
    assert ("D’autres mots.",) in stored(survey)
    assert Response.objects.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, survey: Survey) -> None:
    invitation = make_invitation(survey)
    data = opened(client, invitation) | full_answer(survey)
    required = survey.questions.get(kind="single")
    del data[f"q{required.pk}"]
    page = client.post(link_path(invitation), data)
    assert page.status_code == 422
    html = page.content.decode()
    assert "<title>Non envoyé · " in html
    (wrong,) = page.context["wrong"]
    assert (wrong.anchor, wrong.sentence) == (
        f"q{required.pk}-question",
        "Merci de répondre à cette question.",
    )
    assert f'<a href="#{wrong.anchor}">' in html
    assert f'id="{wrong.anchor}"' in html
    assert f'id="q{required.pk}-errors"' in html
    assert "Nos mots." in html
    assert "Coltan" in html
    assert not Response.objects.exists()


def test_the_same_number_twice_in_a_ranking_is_refused(client: Client, survey: Survey) -> None:
    invitation = make_invitation(survey)
    data = opened(client, invitation) | full_answer(survey)
    ranking = survey.questions.get(kind="ranking")
    data |= {f"q{ranking.pk}_{choice.pk}": "1" for choice in ranking.offered()}
    page = client.post(link_path(invitation), data)
    assert page.status_code == 422
    assert f'id="q{ranking.pk}-errors"' in page.content.decode()


def test_a_double_click_stores_one_answer(client: Client) -> None:
    for confidentiality in ("named", "confidential", "anonymous"):
        survey, question = one_question(confidentiality=confidentiality)
        invitation = make_invitation(survey)
        data = opened(client, invitation) | {f"q{question.pk}": "Une fois"}
        receipts = [client.post(link_path(invitation), data) for _ in range(2)]
        assert [receipt.status_code for receipt in receipts] == [200, 200]
        assert stored(survey) == [("Une fois",)]


def test_what_is_not_valid_yet_is_saved_for_later(client: Client, survey: Survey) -> None:
    invitation = make_invitation(survey)
    _single, multiple, ranking, _scale, number, *_others = survey.questions.all()
    data = opened(client, invitation) | full_answer(survey)
    first, second, third = (choice.pk for choice in ranking.offered())
    wrong = {
        f"q{number.pk}": "environ trois",
        f"q{multiple.pk}": ["other"],
        f"q{multiple.pk}_other": "",
        f"q{ranking.pk}_{first}": "1",
        f"q{ranking.pk}_{second}": "1",
        f"q{ranking.pk}_{third}": "",
    }
    for _ in range(2):  # sent twice
        receipt = client.post(link_path(invitation), data | wrong | {"save": "1"})
        assert receipt.status_code == 200
    assert "environ trois" in receipt.content.decode()
    assert Response.objects.get().version == 2
    page = client.get(link_path(invitation))
    values = {entry.question: entry.value for entry in page.context["entries"]}
    assert values[number] == "environ trois"
    ranks = [option.typed for entry in page.context["entries"] for option in entry.options]
    assert ranks.count("1") == 2

    # Handed in so, it is refused with all that was typed; put right, nothing of it is left.
    again = hidden(page.content.decode()) | full_answer(survey)
    refused = client.post(link_path(invitation), again | wrong | {"hand_in": "1"})
    assert refused.status_code == 422
    assert 'value="environ trois"' in refused.content.decode()
    client.post(link_path(invitation), again | {"hand_in": "1"})
    response = Response.objects.get()
    assert (response.is_complete, response.unfinished, stored(survey)) == (True, {}, ALL_KINDS)


@pytest.mark.parametrize("typed", ["a\0b", "x" * 60_000])
def test_what_cannot_be_kept_as_it_is_gets_a_page(client: Client, typed: str) -> None:
    survey, question = one_question()
    invitation = make_invitation(survey)
    sent = opened(client, invitation) | {f"q{question.pk}": typed, "save": "1"}
    assert client.post(link_path(invitation), sent).status_code in (200, 422)


def test_of_two_tabs_the_second_is_told_and_keeps_its_text(client: Client) -> None:
    survey, question = one_question()
    invitation = make_invitation(survey)
    first = second = opened(client, invitation)
    client.post(link_path(invitation), first | {f"q{question.pk}": "Premier"})
    told = client.post(link_path(invitation), second | {f"q{question.pk}": "Second"})
    assert told.status_code == 409
    assert 'value="Second"' in told.content.decode()
    assert stored(survey) == [("Premier",)]
    again = hidden(told.content.decode()) | {f"q{question.pk}": "Second"}
    assert client.post(link_path(invitation), again).status_code == 200
    assert stored(survey) == [("Second",)]


def test_saved_for_later_it_does_not_count(client: Client, survey: Survey) -> None:
    invitation = make_invitation(survey)
    text = survey.questions.get(kind="long_text")
    data = opened(client, invitation) | {f"q{text.pk}": "Un début"}
    assert client.post(link_path(invitation), data | {"save": "1"}).status_code == 200
    assert not Response.objects.get().is_complete
    assert not AnsweredMark.objects.exists()
    assert "Un début" in client.get(link_path(invitation)).content.decode()


@pytest.mark.parametrize("confidentiality", ["confidential", "anonymous"])
def test_only_the_code_leads_back_to_an_answer(client: Client, confidentiality: str) -> None:
    survey, question = one_question(confidentiality=confidentiality)
    invitation = make_invitation(survey)
    path = link_path(invitation)
    data = opened(client, invitation) | {f"q{question.pk}": "Un secret"}
    code = code_shown(client.post(path, data).content.decode())
    assert Response.objects.get().invitation is None
    asked = client.get(path).content.decode()
    assert "Un secret" not in asked
    assert code not in asked
    wrong = client.post(path, {"with_code": "1", "code": "2222-2222-2222-2222-2222"})
    assert wrong.status_code == 422
    shown = client.post(path, {"with_code": "1", "code": code.lower().replace("-", " ")})
    assert 'value="Un secret"' in shown.content.decode()
    changed = hidden(shown.content.decode()) | {f"q{question.pk}": "Un autre"}
    assert client.post(path, changed).status_code == 200
    assert stored(survey) == [("Un autre",)]


def test_a_used_link_stores_nothing_more_and_keeps_the_text(client: Client) -> None:
    survey, question = one_question(confidentiality="anonymous")
    invitation = make_invitation(survey)
    stale = opened(client, invitation)
    fresh = opened(client, invitation)
    client.post(link_path(invitation), fresh | {f"q{question.pk}": "Premier"})
    page = client.post(link_path(invitation), stale | {f"q{question.pk}": "Second"})
    assert page.status_code == 409
    assert 'value="Second"' in page.content.decode()
    assert stored(survey) == [("Premier",)]


@pytest.mark.parametrize("confidentiality", ["confidential", "anonymous"])
def test_of_two_answers_saved_with_one_link_one_is_handed_in(
    client: Client, confidentiality: str
) -> None:
    survey, question = one_question(confidentiality=confidentiality)
    invitation = make_invitation(survey)
    path = link_path(invitation)
    drafts = [
        opened(client, invitation) | {f"q{question.pk}": text} for text in ("Premier", "Second")
    ]
    for draft in drafts:
        assert client.post(path, draft | {"save": "1"}).status_code == 200
    first, second = (draft | {"version": "1"} for draft in drafts)
    assert client.post(path, first).status_code == 200
    page = client.post(path, second)
    assert page.status_code == 409
    assert 'value="Second"' in page.content.decode()
    complete = Response.objects.get(is_complete=True)
    assert complete.answers.get().text == "Premier"


def test_links_that_open_nothing_look_the_same(client: Client) -> None:
    now = timezone.now()
    unwritten = make_invitation(make_survey(opens_at=None, closes_at=None))
    revoked = make_invitation(
        make_survey(closed_at=now), person=make_invitation(make_survey()).person
    )
    Invitation.objects.filter(pk=revoked.pk).update(is_revoked=True)
    paths = [link_path(one) for one in (unwritten, revoked)]
    paths += [link_path(make_survey()), "/fr/surveys/answer/unknown/"]
    paths += [paths[0].replace("/answer/i", "/answer/s"), paths[0][:-3] + "xx/"]
    answers = {
        (response.status_code, re.sub(r"/fr/surveys/answer/[^/]+/", "", response.content.decode()))
        for response in map(client.get, paths)
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_before_it_opens_the_link_says_of_what_and_when_and_no_more(client: Client) -> None:
    noon = datetime(2100, 6, 1, 12, tzinfo=UTC)
    meeting = make_meeting(time_zone="Africa/Kinshasa", title_fr="Réunion discrète")
    survey = make_survey(
        meeting=meeting,
        title_fr="Avant la réunion",
        opens_at=noon,
        closes_at=noon + timedelta(days=1),
    )
    question = make_question(survey, "short_text", text_fr="Quoi ?")
    path = link_path(make_invitation(survey, organisation=make_organisation()))
    for page in (client.get(path), client.post(path, {f"q{question.pk}": "Trop tôt"})):
        html = page.content.decode()
        assert page.status_code == 200
        assert page["Cache-Control"] == "private, no-store"
        told = "du 1er juin 2100 à 13:00 (heure locale, Kinshasa) au 2 juin 2100 à 13:00"
        assert told in unescape(html).replace("\u202f", " ")
        assert "<strong>Avant la réunion</strong>" in html
        assert not any(word in html for word in ("discrète", "Quoi", "Trop tôt"))
    assert not survey.responses.exists()
    assert client.get(link_path(survey)).status_code == 404


@pytest.mark.parametrize(
    "ended", [{"closes_at": timezone.now() - timedelta(minutes=1)}, {"closed_at": timezone.now()}]
)
def test_what_is_sent_after_the_end_is_shown_to_be_copied(
    client: Client, survey: Survey, ended: dict[str, Any]
) -> None:
    invitation = make_invitation(survey)
    data = opened(client, invitation) | full_answer(survey)
    number = survey.questions.get(kind="number")
    Survey.objects.update(opens_at=timezone.now() - timedelta(days=1), **ended)
    page = client.post(link_path(invitation), data | {f"q{number.pk}": "trois"})
    assert page.status_code == 410
    assert page["Cache-Control"] == "private, no-store"
    typed = [entry.said for entry in page.context["typed"]]
    assert typed == [
        ["Oui"],
        ["Diamant", "Coltan"],
        ["2. A", "1. B"],
        ["4"],
        ["trois"],
        ["Nos mots."],
        ["RDC"],
    ]
    assert "n’a pas été enregistré" in page.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize("answered", [False, True])
def test_a_link_to_a_closed_survey_says_whether_it_was_used(client: Client, answered: bool) -> None:
    survey, question = one_question()
    invitation = make_invitation(survey)
    if answered:
        client.post(link_path(invitation), opened(client, invitation) | {f"q{question.pk}": "A"})
    Survey.objects.update(closed_at=timezone.now())
    page = client.get(link_path(invitation))
    said = page.content.decode()
    assert page.status_code == 410
    assert "Cette enquête est close depuis le" in said
    assert ("Une réponse a été envoyée avec ce lien." in said) is answered
    assert ("Aucune réponse n’a été envoyée avec ce lien." in said) is not answered
    assert "sont sur la page de la réunion" in said
    assert [
        text for text in (survey.title, survey.meeting.title, question.text) if text in said
    ] == []


def test_a_closed_survey_leads_to_its_results_as_far_as_they_may_be_read(client: Client) -> None:
    survey, question = one_question(closed_at=timezone.now(), results_published_at=timezone.now())
    invitation = make_invitation(survey)
    link = f'<a href="{survey.get_absolute_url()}">'
    assert link not in client.get(link_path(invitation)).content.decode()
    Question.objects.filter(pk=question.pk).update(results_visibility="public")
    assert link in client.get(link_path(invitation)).content.decode()


def test_a_question_that_was_not_asked_is_not_answered(client: Client) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non")
    yes, no = first.offered()
    make_question(survey, "short_text", shown_if=yes, required=True)
    invitation = make_invitation(survey)
    data = opened(client, invitation)
    asked = client.post(link_path(invitation), data | {f"q{first.pk}": yes.pk})
    assert asked.status_code == 422
    assert client.post(link_path(invitation), data | {f"q{first.pk}": no.pk}).status_code == 200
    assert stored(survey) == [("Non",)]


def test_the_page_says_after_which_answers_a_question_is_asked(client: Client) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non", text_fr="Près des mines ?")
    second = make_question(survey, "multiple", "Or", "Fer", text_fr="Lesquelles ?")
    yes, (gold, iron) = first.offered()[0], second.offered()
    make_question(survey, "short_text", shown_if=[yes, gold, iron], shown_if_each=True)
    make_question(survey, "short_text", shown_if=[gold, iron])
    html = client.get(link_path(make_invitation(survey))).content.decode()
    own = f"q{first.pk}={yes.pk} "
    others = f"q{second.pk}={gold.pk} q{second.pk}={iron.pk} "
    assert re.findall(r"data-only-if.*?>", html) == [
        f'data-only-if-each="{own}{others}">',
        f'data-only-if="{others}">',
    ]
    assert [" ".join(re.sub("<.*?>", " ", one).split()) for one in only_if(html)] == [
        "Seulement si vous avez donné une de ces réponses à chacune de ces questions : "
        "Près des mines ? Oui Lesquelles ? Or / Fer",
        "Seulement si vous avez donné une de ces réponses : Lesquelles ? Or / Fer",
    ]


def only_if(html: str) -> list[str]:
    """What the page says of several conditions."""
    return re.findall(r'<div class="quiet only-if">(.*?)</div>', unescape(html), re.DOTALL)


def test_what_was_typed_where_nothing_is_asked_is_not_dropped(client: Client) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non")
    yes, no = first.offered()
    words = make_question(survey, "short_text", shown_if=yes)
    ranking = make_question(survey, "ranking", "A", "B", shown_if=yes)
    one, _other = ranking.offered()
    invitation = make_invitation(survey)
    path = link_path(invitation).replace("/fr/", "/en/")
    data = opened(client, invitation) | {f"q{first.pk}": no.pk}
    typed = {f"q{words.pk}": "Caché", f"q{ranking.pk}_{one.pk}": "1"}
    assert "Caché" in client.post(path, data | typed | {"save": "1"}).content.decode()
    data |= hidden(client.get(path).content.decode()) | {"hand_in": "1"}
    refused = client.post(path, data | typed)
    html = unescape(refused.content.decode())
    assert refused.status_code == 422
    told = "This is asked only of those who chose “(Oui)”: choose it, or clear this."
    assert html.count(told) == 4  # above, and beside each question
    for question in (words, ranking):
        assert f'id="q{question.pk}-errors">{told} </p>' in html
    assert 'value="Caché"' in html
    assert not Response.objects.get().is_complete
    cleared = dict.fromkeys(typed, "")
    assert client.post(path, data | cleared).status_code == 200
    assert stored(survey) == [("Non",)]
    version = {"version": str(Response.objects.get().version)}
    chosen = data | typed | version | {f"q{first.pk}": yes.pk}
    assert client.post(path, chosen).status_code == 200
    assert stored(survey) == [("Oui",), ("Caché",), ("A", 1)]


def test_section_by_section_everything_travels_along(client: Client) -> None:
    survey = make_survey(one_section_a_page=True)
    first = make_question(survey, "short_text", section_fr="Un")
    second = make_question(survey, "multiple", "A", "B", section_fr="Deux", required=True)
    invitation = make_invitation(survey)
    path = link_path(invitation)
    page = client.get(path).content.decode()
    assert f'id="q{first.pk}"' in page
    assert f'id="q{second.pk}-question"' not in page
    sent = hidden(page) | {f"q{first.pk}": "Texte", "next": "1"}
    page = client.post(path, sent).content.decode()
    assert f'<input type="hidden" name="q{first.pk}" value="Texte">' in page
    assert f'id="q{second.pk}-errors"' not in page
    chosen = [str(choice.pk) for choice in second.offered()]
    both = hidden(page) | {f"q{first.pk}": "Texte", f"q{second.pk}": chosen}
    back = client.post(path, both | {"previous": "1"}).content.decode()
    assert 'value="Texte"' in back
    assert back.count(f'<input type="hidden" name="q{second.pk}"') == 2
    assert client.post(path, both | {"hand_in": "1"}).status_code == 200
    assert stored(survey) == [("Texte",), ("A",), ("B",)]


def test_the_other_language_keeps_what_was_typed(client: Client) -> None:
    survey, question = one_question()
    invitation = make_invitation(survey)
    data = opened(client, invitation) | {f"q{question.pk}": "Un mot", "stay": "1"}
    page = client.post(link_path(invitation).replace("/fr/", "/en/"), data).content.decode()
    assert 'lang="en"' in page
    assert 'value="Un mot"' in page
    assert not Response.objects.exists()


def test_an_open_survey_refuses_what_programs_send(client: Client) -> None:
    survey, question = one_question(confidentiality="anonymous", is_open_to_all=True)
    data = opened(client, survey) | {f"q{question.pk}": "Un robot"}
    too_fast = client.post(link_path(survey), data)
    assert too_fast.status_code == 422
    assert 'value="Un robot"' in too_fast.content.decode()
    assert client.post(link_path(survey), data | {TRAP: "x"}).status_code == 422
    assert not Response.objects.exists()


def test_one_opening_of_a_survey_for_all_gives_one_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.answering.bot_guard.LEAST_SECONDS", -1)
    survey, question = one_question(confidentiality="anonymous", is_open_to_all=True)
    data = opened(client, survey) | {f"q{question.pk}": "Une fois"}
    another = client.post(link_path(survey), data | {"code": new_code()})
    assert another.status_code == 422
    assert 'value="Une fois"' in another.content.decode()
    assert client.post(link_path(survey), data).status_code == 200
    assert stored(survey) == [("Une fois",)]


@pytest.mark.parametrize("name", sampled(["q1", "section", "version", "code"], 2))
@pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 40, "\x00", "²", "<b>", "Ω" * 9000])
def test_bad_input_gets_a_page(client: Client, survey: Survey, name: str, value: str) -> None:
    invitation = make_invitation(survey)
    names = [f"q{one.pk}" for one in survey.questions.all()] if name == "q1" else [name]
    data = opened(client, invitation) | full_answer(survey) | dict.fromkeys(names, value)
    assert client.post(link_path(invitation), data).status_code in {200, 409, 422}


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client: Client, survey: Survey, method: str) -> None:
    assert getattr(client, method)(link_path(make_invitation(survey))).status_code == 405


def test_a_nought_that_is_not_asked_is_not_dropped(client: Client) -> None:
    survey = make_survey()
    first = make_question(survey, "single", "Oui", "Non")
    depending = make_question(survey, "number", shown_if=first.offered()[0])
    invitation = make_invitation(survey)
    data = opened(client, invitation) | {f"q{first.pk}": first.offered()[1].pk}
    refused = client.post(link_path(invitation), data | {f"q{depending.pk}": "0"})
    assert refused.status_code == 422
    assert f'id="q{depending.pk}-errors"' in refused.content.decode()
