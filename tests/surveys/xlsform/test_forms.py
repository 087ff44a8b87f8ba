"""Whole forms, in the manner of those that xlsform.org and pyxform describe."""

from decimal import Decimal

import pytest

from surveys.xlsform import Condition, FormChoice, FormQuestion
from surveys.xlsform.table import language_code
from tests.surveys.xlsform.samples import read_xlsx, sample, told


def choices(**labels: tuple[str, str]) -> tuple[FormChoice, ...]:
    return tuple(
        FormChoice(name, {"fr": french, "en": english})
        for name, (french, english) in labels.items()
    )


YES_NO = choices(yes=("Oui", "Yes"), no=("Non", "No"))
TOPICS = choices(
    water=("L’eau", "Water"),
    land=("La terre", "Land"),
    child=("Le travail des enfants", "Child labour"),
)
MEETING = (
    FormQuestion(
        name="country",
        kind="country",
        text={"fr": "Dans quel pays travaillez-vous ?", "en": "Which country do you work in?"},
        help_text={"fr": "Un seul."},
        required=True,
        section={"fr": "Votre organisation", "en": "Your organisation"},
        row=3,
    ),
    FormQuestion(
        name="people",
        kind="number",
        text={"fr": "Combien de personnes viendront ?", "en": "How many people will come?"},
        least=Decimal(1),
        most=Decimal(9),
        step=Decimal(1),
        row=4,
    ),
    FormQuestion(
        name="came",
        kind="single",
        text={
            "fr": "Étiez-vous à la dernière réunion ?",
            "en": "Were you at the last meeting?",
        },
        required=True,
        choices=YES_NO,
        section={"fr": "L’ordre du jour", "en": "The agenda"},
        row=7,
    ),
    FormQuestion(
        name="useful",
        kind="scale",
        text={"fr": "Était-elle utile ?", "en": "Was it useful?"},
        least=Decimal(1),
        most=Decimal(5),
        step=Decimal(1),
        low_label={"fr": "Pas du tout", "en": "Not at all"},
        high_label={"fr": "Beaucoup", "en": "Very"},
        shown_if=(Condition("came", "yes"),),
        row=8,
    ),
    FormQuestion(
        name="topics",
        kind="multiple",
        text={"fr": "De quoi faut-il parler ?", "en": "What should we talk about?"},
        help_text={"fr": "Deux au plus."},
        choices=TOPICS,
        allows_other=True,
        least=Decimal(1),
        most=Decimal(2),
        row=9,
    ),
    FormQuestion(
        name="water",
        kind="long_text",
        text={"fr": "Que se passe-t-il avec l’eau ?", "en": "What happens to the water?"},
        shown_if=(Condition("topics", "water"),),
        row=10,
    ),
    FormQuestion(
        name="order",
        kind="ranking",
        text={"fr": "Qu’est-ce qui compte le plus ?", "en": "What matters most?"},
        choices=TOPICS,
        row=11,
    ),
    FormQuestion(
        name="carats",
        kind="number",
        text={"fr": "Combien de carats, à peu près ?", "en": "How many carats, roughly?"},
        least=Decimal(0),
        most=Decimal(500),
        step=Decimal("0.5"),
        row=12,
    ),
    FormQuestion(
        name="share",
        kind="number",
        text={"fr": "Quelle part vous revient ?", "en": "Which share comes back to you?"},
        least=Decimal(0),
        most=Decimal("99.5"),
        row=13,
    ),
    FormQuestion(
        name="contact",
        kind="short_text",
        text={"fr": "Qui pouvons-nous appeler ?", "en": "Whom may we call?"},
        row=14,
    ),
)


def test_every_kind_of_question_is_carried() -> None:
    form = read_xlsx(sample("meeting.md"))
    assert form.title == {"fr": "Avant la réunion", "en": "Before the meeting"}
    assert form.questions == MEETING
    assert told(form) == [
        "survey 3 [type] All countries are offered, not those of the list “countries” alone."
    ]


@pytest.mark.parametrize("name", ["tutorial", "cascade", "groups", "languages", "left_out", "odd"])
def test_what_is_not_carried_is_told_by_row(name: str) -> None:
    form = read_xlsx(sample(f"{name}.md"))
    assert told(form) == sample(f"{name}.txt").splitlines()


def test_the_tutorial_is_carried_but_for_what_is_told() -> None:
    questions = read_xlsx(sample("tutorial.md"), language="en").questions
    assert [(question.name, question.kind) for question in questions] == [
        ("called", "short_text"),
        ("sex", "single"),
        ("grown", "single"),
        ("age", "number"),
        ("licence", "single"),
    ]
    assert questions[0].section == {"en": "Digger"}
    assert questions[1].choices == (
        FormChoice("woman", {"en": "Woman"}),
        FormChoice("man", {"en": "Man"}),
    )
    assert (questions[3].most, questions[3].shown_if) == (Decimal(18), (Condition("grown", "no"),))
    assert questions[4].shown_if == ()


def test_the_condition_of_a_group_holds_for_its_questions() -> None:
    questions = read_xlsx(sample("groups.md"), language="en").questions
    assert [(question.name, question.section, question.shown_if) for question in questions] == [
        ("mines", {}, ()),
        ("which", {}, (Condition("mines", "yes"),)),
        # That the first question was answered by yes goes without saying from here on.
        ("owner", {"en": "Large mines"}, (Condition("which", "large"),)),
        ("others", {}, (Condition("which", "small"),)),
        ("sure", {}, ()),
        ("why", {"en": "Last"}, (Condition("which", "small"), Condition("sure", "yes"))),
    ]
    assert [question.name for question in questions if question.shown_if_each] == ["why"]


def test_texts_are_told_apart_by_language() -> None:
    form = read_xlsx(sample("languages.md"))
    years, place, agreed = form.questions
    assert form.title == {"en": "Ages"}
    assert years.text == {"fr": "Quel âge avez-vous ?", "en": "How old are you?"}
    assert (place.text, place.help_text) == ({"en": "In which place?"}, {"en": "The nearest"})
    assert agreed.text == {"fr": "D’accord ?"}
    assert agreed.choices == (FormChoice("oui", {"fr": "Oui"}), FormChoice("non", {"en": "non"}))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("French (fr)", "fr"),
        ("Français", "fr"),
        ("fr-CD", "fr"),
        ("English (UK)", "en"),
        ("anglais", "en"),
        ("EN", "en"),
        ("Español (es)", None),
        ("frison", None),
        ("", None),
    ],
)
def test_a_language_is_known_by_its_name_or_code(typed: str, code: str | None) -> None:
    assert language_code(typed) == code


def test_a_form_in_another_language_says_what_its_texts_pass_for() -> None:
    form = read_xlsx(
        """
        | survey   |
        |          | type | name | label |
        |          | text | a    | ¿Qué? |
        | settings |
        |          | default_language |
        |          | Español          |
        """
    )
    assert form.questions[0].text == {"fr": "¿Qué?"}
    assert told(form) == [
        "settings 2 [default_language] “Español” is not French or English: "
        "texts that name no language pass for French."
    ]


def test_names_that_are_missing_or_taken_are_made() -> None:
    form = read_xlsx(
        """
        | survey |
        |        | type           | name | label | disabled |
        |        | text           | a    | One   |          |
        |        | text           | a    | Two   | no       |
        |        | text           |      | Three |          |
        |        | text           | b    |       |          |
        |        | text           | c    | Five  | yes      |
        |        | select_one l   | d    | Six   |          |
        | choices |
        |        | list_name | name | label |
        |        | l         | x    | X     |
        |        | l         | x    | Y     |
        |        | l         |      | Z     |
        |        |           | z    | Z     |
        """,
        language="en",
    )
    assert [(question.name, question.text["en"]) for question in form.questions] == [
        ("a", "One"),
        ("a_2", "Two"),
        ("row_4", "Three"),
        ("b", "b"),
        ("d", "Six"),
    ]
    assert form.questions[-1].choices == (FormChoice("x", {"en": "X"}),)
    assert told(form) == [
        "survey 3 [name] Another question has this name: this one is called “a_2”.",
        "survey 4 [] This question has no name: it is called “row_4”.",
        "survey 5 [] There is no text in French or English: the name stands in its place.",
        "survey 6 [disabled] The form itself leaves this row out.",
        "choices 3 [name] The list has a choice “x” already: this one is left out.",
        "choices 4 [] This choice has no name, or no list: it is left out.",
        "choices 5 [] This choice has no name, or no list: it is left out.",
    ]
