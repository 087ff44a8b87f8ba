"""A questionnaire written as XLSForm becomes questions of a survey, or nothing at all."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from surveys.building.importing import import_questionnaire
from surveys.models import Choice, Question, Response
from surveys.xlsform import Condition, FormChoice, FormQuestion, Questionnaire, read
from tests.factories import make_question, make_staff, make_survey

pytestmark = pytest.mark.django_db

QUESTIONNAIRE = b"""\
"survey",,,,,,,,,
,type,name,label::fr,label::en,hint::fr,required,relevant,constraint,parameters
,"begin_group","work","Votre travail","Your work",,,,,
,"select_one yes_no","near","Pr\xc3\xa8s des mines ?","Near mines?","Une r\xc3\xa9ponse","yes",,,
,"integer","years","Depuis quand ?","Since when?",,,"${near} = 'yes'",". >= 0 and . <= 60",
,"end_group",,,,,,,,
,"begin_group","agenda","L\xe2\x80\x99ordre du jour","The agenda",,,,,
,"select_multiple tools","used","Quels outils ?","Which tools?",,,,"count-selected(.) <= 2",
,"rank tools","wanted","Classez.","Rank them.",,,,,
,"range","scheme","Utile ?","Useful?",,,,,"start=1 end=5 step=1"
,"text","words","Autre chose ?","Anything else?",,,,,
,"end_group",,,,,,,,
"choices",,,,,,,,,
,"list_name","name","label::fr","label::en",,,,,
,"yes_no","yes","Oui","Yes",,,,,
,"yes_no","no","Non","No",,,,,
,"tools","field","Enqu\xc3\xaates","Research",,,,,
,"tools","court","Recours","Legal action",,,,,
,"tools","talks","Dialogue","Talks",,,,,
"""


def form() -> Questionnaire:
    """What the questionnaire above holds."""
    found = read(QUESTIONNAIRE, name="questionnaire.csv", country_codes=["CD"], language="fr")
    assert found.problems == ()
    return found


def test_each_question_is_there_in_both_languages_with_its_limits() -> None:
    survey = make_survey()
    added = import_questionnaire(survey=survey, form=form(), by=make_staff())
    stored = [*survey.questions.all()]
    assert stored == added
    assert [(one.kind, one.text_fr, one.text_en) for one in stored] == [
        ("single", "Près des mines ?", "Near mines?"),
        ("number", "Depuis quand ?", "Since when?"),
        ("multiple", "Quels outils ?", "Which tools?"),
        ("ranking", "Classez.", "Rank them."),
        ("scale", "Utile ?", "Useful?"),
        ("short_text", "Autre chose ?", "Anything else?"),
    ]
    near, years, used, _wanted, scheme, _words = stored
    assert (near.required, near.help_text_fr, near.section_fr) == (
        True,
        "Une réponse",
        "Votre travail",
    )
    assert [one.section_en for one in stored] == ["Your work", "", "The agenda", "", "", ""]
    assert [one.required for one in stored[1:]] == [False] * 5
    limits = [(one.least, one.most) for one in (years, used, scheme)]
    assert limits == [(0, 60), (None, 2), (1, 5)]
    assert [one.kind for one in stored if one.is_whole] == ["number"]
    assert [one.kind for one in stored if one.drafts_agenda] == ["ranking"]


def test_choices_are_each_question_s_own_in_both_languages() -> None:
    survey = make_survey()
    import_questionnaire(survey=survey, form=form(), by=make_staff())
    near, _years, used, wanted, *_others = survey.questions.all()
    assert (near.choices_fr, near.choices_en) == ("Oui\nNon", "Yes\nNo")
    for question in (used, wanted):
        assert question.choices_fr == "Enquêtes\nRecours\nDialogue"
        assert question.choices_en == "Research\nLegal action\nTalks"
    assert Choice.objects.of_survey(survey.pk).count() == 8


def test_a_condition_leads_to_the_choice_itself() -> None:
    survey = make_survey()
    import_questionnaire(survey=survey, form=form(), by=make_staff())
    near, years, *others = survey.questions.all()
    assert list(years.shown_if.all()) == [near.choices.get(text_en="Yes")]
    assert not any(one.shown_if.exists() for one in (near, *others))


def test_questions_come_after_those_there_are_and_say_who_took_them_in() -> None:
    survey, staff = make_survey(), make_staff()
    first = make_question(survey, "short_text", position=7)
    added = import_questionnaire(survey=survey, form=form(), by=staff)
    assert [*survey.questions.all()] == [first, *added]
    assert [one.position for one in added] == [8, 9, 10, 11, 12, 13]
    history = Question.history.filter(id__in=[one.pk for one in added])
    assert {row.history_user for row in history} == {staff}
    assert survey.version == 2
    import_questionnaire(survey=survey, form=form(), by=staff)
    assert survey.questions.count() == 13


def asked(name: str, row: int, **facts: object) -> FormQuestion:
    """A question of a form, a short text unless something else is said."""
    defaults: dict[str, object] = {"kind": "short_text", "text": {"fr": name}}
    return FormQuestion(name=name, row=row, **defaults | facts)  # type: ignore[arg-type]


YES_NO = (FormChoice("yes", {"fr": "Oui"}), FormChoice("no", {"fr": "Non"}))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"kind": "scale", "least": Decimal(1)}, "Row 9: A scale goes from one whole number"),
        ({"kind": "number", "least": Decimal(3), "most": Decimal(2)}, "Row 9: The most cannot"),
        ({"text": {"fr": "x" * 501}}, "Row 9: "),
        ({"text": {}}, "Row 9: Write the question"),
        ({"kind": "single", "choices": (FormChoice("a", {"fr": "x" * 201}),)}, "Row 9: "),
        ({"kind": "single", "choices": (FormChoice("a", {}),)}, "Row 9: Write the choice"),
    ],
)
def test_one_that_does_not_fit_is_named_and_nothing_is_written(
    facts: dict[str, object], told: str
) -> None:
    survey = make_survey()
    good = asked("bien", 2, kind="single", choices=YES_NO)
    bad = asked("mal", 9, **facts)
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        import_questionnaire(
            survey=survey, form=Questionnaire({}, (good, bad), ()), by=make_staff()
        )
    assert refused.value.messages[0].startswith(told)
    assert not Question.objects.exists()
    assert not Choice.objects.exists()
    survey.refresh_from_db()
    assert survey.version == 1


def test_a_survey_that_somebody_answered_takes_nothing_in() -> None:
    survey = make_survey()
    Response.objects.create(survey=survey, confidentiality="named")
    with translation.override("en"), pytest.raises(ValidationError, match="Somebody has answered"):
        import_questionnaire(survey=survey, form=form(), by=make_staff())
    assert not survey.questions.exists()


def test_names_that_two_questions_give_their_choices_are_not_mixed_up() -> None:
    survey = make_survey()
    questions = (
        asked("one", 2, kind="single", choices=YES_NO),
        asked("two", 3, kind="single", choices=YES_NO),
        asked("three", 4, shown_if=(Condition("one", "no"),)),
        asked("four", 5, shown_if=(Condition("two", "no"),)),
    )
    one, two, three, four = import_questionnaire(
        survey=survey, form=Questionnaire({}, questions, ()), by=make_staff()
    )
    assert three.shown_if.get() == one.choices.get(text_fr="Non")
    assert four.shown_if.get() == two.choices.get(text_fr="Non")
