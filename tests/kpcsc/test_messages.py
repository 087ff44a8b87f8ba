"""Messages without gettext binaries: extraction, merging, compiling, checking."""

import gettext
import os
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from pytest_django import Settings

from kpcsc.management.commands.messages import Command
from kpcsc.messages import compile_catalog, extract, problems, read, update

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext_lazy, pgettext

# Translators: the button that keeps a draft
save = _("Save")
more = ngettext("%(count)d reply", "%(count)d replies", count)
month = pgettext("month", "May")
votes = npgettext_lazy("survey", "%d vote", "%d votes")
long = _("Two parts, " "one text")
not_fixed = _(save) + _(f"{save}!") + other("Not a message")
"""
TEMPLATE = """{% load i18n %}
        <h1 title="{{ title|default:_("Untitled") }}">{% translate "Heading" %}</h1>
    {% if shown %}
  {# Translators: a season, not a coil #}
  {% translate "Spring" context "season" %}
    {% endif %}
 {% blocktranslate trimmed with name=person.name %}
     Dear {{ name }},
     100% welcome
 {% endblocktranslate %}
{% blocktranslate count counter=total trimmed context "list" %}
  One meeting
{% plural %}
  {{ counter }} meetings
{% endblocktranslate %}
Untranslated text: l'été, «quotes», an it's and (brackets
"""
HEADER = r"""msgid ""
msgstr ""
"Language: fr\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"""


@pytest.fixture
def po(tmp_path: Path) -> Path:
    """The place of the French catalog of a project in tmp_path: a folder, no file yet."""
    path = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    return path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def contents(catalog: Catalog) -> dict[object, list[str]]:
    """Each (context, msgid) of a catalog with the files that it is in and its comments."""
    return {
        (message.context, message.id): [file for file, _ in message.locations]
        + message.auto_comments
        for message in catalog
        if message.id
    }


def template_of(*identifiers: str | tuple[str, str]) -> Catalog:
    catalog = Catalog()
    for identifier in identifiers:
        catalog.add(identifier, locations=[("a.py", 0)])
    return catalog


def compiled(po: Path) -> gettext.GNUTranslations:
    with po.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_python_messages(tmp_path: Path) -> None:
    write(tmp_path / "app" / "code.py", PYTHON)
    assert contents(extract(tmp_path, ["app"])) == {
        (None, "Save"): ["app/code.py", "Translators: the button that keeps a draft"],
        (None, ("%(count)d reply", "%(count)d replies")): ["app/code.py"],
        ("month", "May"): ["app/code.py"],
        ("survey", ("%d vote", "%d votes")): ["app/code.py"],
        (None, "Two parts, one text"): ["app/code.py"],
    }


@pytest.mark.parametrize(
    ("call", "identifier"),
    [
        ('gettext("a")', (None, "a")),
        ('gettext_lazy("a")', (None, "a")),
        ('gettext_noop("a")', (None, "a")),
        ('ngettext_lazy("a", "b", "number")', (None, ("a", "b"))),
        ('pgettext_lazy("c", "a")', ("c", "a")),
        ('npgettext("c", "a", "b", number)', ("c", ("a", "b"))),
    ],
)
def test_every_function_is_known(tmp_path: Path, call: str, identifier: object) -> None:
    write(tmp_path / "app" / "code.py", f"text = {call}")
    assert contents(extract(tmp_path, ["app"])) == {identifier: ["app/code.py"]}


def test_template_messages(tmp_path: Path) -> None:
    write(tmp_path / "templates" / "page.html", TEMPLATE)
    assert contents(extract(tmp_path, ["templates"])) == {
        (None, "Untitled"): ["templates/page.html"],
        (None, "Heading"): ["templates/page.html"],
        ("season", "Spring"): ["templates/page.html", "Translators: a season, not a coil"],
        (None, "Dear %(name)s, 100%% welcome"): ["templates/page.html"],
        ("list", ("One meeting", "%(counter)s meetings")): ["templates/page.html"],
    }


def test_only_code_and_templates_of_the_folders_are_read(tmp_path: Path) -> None:
    tag = '{% translate "Yes" %}'
    for place in ("app/templates/mail.txt", "app/notes.txt", "app/tests/templates/no.html"):
        write(tmp_path / place, tag)
    for place in ("app/b.py", "app/a/c.py", "app/tests/no.py", "elsewhere/no.py"):
        write(tmp_path / place, '_("Yes")')
    found = extract(tmp_path, ["app", "app", "missing"])
    assert contents(found) == {(None, "Yes"): ["app/a/c.py", "app/b.py", "app/templates/mail.txt"]}


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("templates/bad.html", "{% blocktranslate %}{% if a %}{% endblocktranslate %}"),
        ("templates/bad.py", '_("never closed"'),
    ],
)
def test_unreadable_file_is_named(tmp_path: Path, place: str, text: str) -> None:
    write(tmp_path / place, text)
    with pytest.raises(ValueError, match=place):
        extract(tmp_path, ["templates"])


def test_update_writes_sorted_messages_without_dates(po: Path) -> None:
    template = template_of(("One", "%d"), "B")
    template.add("A", locations=[("z.py", 12), ("b.html", 4), ("z.py", 30)])
    update(po, template)
    assert po.read_text() == HEADER + (
        '\n#: b.html z.py\nmsgid "A"\nmsgstr ""\n'
        '\n#: a.py\nmsgid "B"\nmsgstr ""\n'
        '\n#: a.py\n#, python-format\nmsgid "One"\nmsgid_plural "%d"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )


def test_update_keeps_what_is_used_and_guesses_nothing(po: Path) -> None:
    write(
        po,
        HEADER + '\n# Ask Marie.\n#: old.py:7\nmsgid "Keep"\nmsgstr "Garder"\n'
        '\nmsgid "Send the letter"\nmsgstr "Envoyer la lettre"\n'
        '\n#~ msgid "Older"\n#~ msgstr "Plus ancien"\n',
    )
    update(po, template_of("Keep", "Send the letters"))
    once = po.read_text()
    assert once == HEADER + (
        '\n# Ask Marie.\n#: a.py\nmsgid "Keep"\nmsgstr "Garder"\n'
        '\n#: a.py\nmsgid "Send the letters"\nmsgstr ""\n'
    )
    update(po, template_of("Send the letters", "Keep"))
    assert po.read_text() == once


def test_update_makes_the_folder_of_a_new_language(tmp_path: Path) -> None:
    po = tmp_path / "locale" / "pt" / "LC_MESSAGES" / "django.po"
    update(po, template_of("Yes"))
    assert '"Language: pt\\n"' in po.read_text()


def test_compiled_messages_are_read_by_gettext(po: Path) -> None:
    write(
        po,
        HEADER + '\nmsgid "Yes"\nmsgstr "Oui, bien sûr"\n'
        '\nmsgctxt "month"\nmsgid "May"\nmsgstr "mai"\n'
        '\nmsgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d jour"\nmsgstr[1] "%d jours"\n'
        '\n#, fuzzy\nmsgid "No"\nmsgstr "Peut-être"\n',
    )
    assert compile_catalog(po)
    french = compiled(po)
    assert french.gettext("Yes") == "Oui, bien sûr"
    assert french.pgettext("month", "May") == "mai"
    assert [french.ngettext("%d day", "%d days", number) for number in (0, 1, 2)] == [
        "%d jour",
        "%d jour",
        "%d jours",
    ]
    assert french.gettext("No") == "No"


def test_compiles_only_what_is_newer(po: Path) -> None:
    write(po, HEADER + '\nmsgid "Yes"\nmsgstr "Oui"\n')
    assert compile_catalog(po)
    mo = po.with_suffix(".mo")
    mo.write_bytes(b"")
    os.utime(po, (1_000, 1_000))
    os.utime(mo, (1_000, 1_000))
    assert not compile_catalog(po)
    assert mo.read_bytes() == b""
    assert compile_catalog(po, always=True)
    assert compiled(po).gettext("Yes") == "Oui"
    os.utime(mo, (999, 999))
    assert compile_catalog(po)


def test_malformed_catalog_is_named(po: Path) -> None:
    write(po, HEADER + '\n<<<<<<< HEAD\nmsgid "Yes"\nmsgstr "Oui"\n')
    with pytest.raises(ValueError, match=r"fr.LC_MESSAGES.django\.po"):
        read(po)


DAYS = ("%(n)s day", "%(n)s days")
ONE = ("One day", "%(n)s days")


@pytest.mark.parametrize(
    ("identifier", "translation", "faults"),
    [
        ("Yes", "Oui", []),
        ("Yes", "", ["is not translated."]),
        (DAYS, ("", ""), ["is not translated."]),
        (DAYS, ("%(n)s jour", ""), ["lacks a plural form."]),
        (DAYS, ("%(n)s jour",), ["lacks a plural form."]),
        (DAYS, ("%(n)s jour", "%(n)s jours"), []),
        (
            DAYS,
            ("Un jour", "%(n)s jours"),
            ["has other placeholders in its translation 'Un jour'."],
        ),
        (ONE, ("Un jour", "%(n)s jours"), []),
        (ONE, ("%(n)s jour", "%(n)s jours"), []),
        (ONE, ("Un jour", "Des jours"), ["has other placeholders in its translation 'Des jours'."]),
        ("%(a)s, %(b)s", "%(b)s, %(a)s, %(b)s", []),
        ("%(a)s", "%(b)s", ["has other placeholders in its translation '%(b)s'."]),
        ("%(a)s", "%(a)", ["has other placeholders in its translation '%(a)'."]),
        ("%s of %d", "%d", ["has other placeholders in its translation '%d'."]),
        ("%s %s", "%s", ["has other placeholders in its translation '%s'."]),
        ("{a} {{b}}", "{{c}} {a}", []),
        ("{a} {}", "{a}", ["has other placeholders in its translation '{a}'."]),
        ("{a}", "{b}", ["has other placeholders in its translation '{b}'."]),
        ("%(a)s%%", "%(a)s %%", []),
        ("%(a)s%%", "%(a)s pour cent", []),
        ("%(a)s%%", "%(a)s %", ["has other placeholders in its translation '%(a)s %'."]),
        ("50% done", "fait à 50 %", []),
    ],
)
def test_problems_of_one_translation(
    identifier: str | tuple[str, str], translation: str | tuple[str, ...], faults: list[str]
) -> None:
    catalog = Catalog(locale="fr")
    catalog.add(identifier, translation)
    name = identifier if isinstance(identifier, str) else identifier[0]
    expected = [f"{name!r} {fault}" for fault in faults]
    assert problems(catalog, template_of(identifier)) == expected


def test_problems_between_catalog_and_code() -> None:
    catalog = Catalog(locale="fr")
    catalog.add("Gone", "Parti")
    catalog.add("Close", "Proche")
    catalog.add("May", "mai")
    catalog.add("May", "peut", context="verb")
    catalog.add("Guessed", "Deviné", flags=["fuzzy"])
    catalog.add(("Row", "Rows"), ("Rang", "Rangs"))
    template = template_of("Close", "Guessed", "May", ("Row", "Lines"))
    template.add("Close", locations=[("a.py", 0), ("b.html", 0)], context="verb")
    assert problems(catalog, template) == [
        "'Close' (context 'verb') is used in a.py, b.html but not in the catalog.",
        "'Gone' is in the catalog but no longer used.",
        "'Guessed' is marked fuzzy, so it is not shown.",
        "'May' (context 'verb') is in the catalog but no longer used.",
        "'Row' has another plural in the code than in the catalog.",
    ]


@pytest.fixture
def project(tmp_path: Path, settings: Settings) -> Path:
    """A project with one message, in English and French."""
    settings.BASE_DIR = tmp_path
    settings.LANGUAGES = [("fr", "French"), ("en", "English"), ("en-gb", "British English")]
    write(tmp_path / "meetings" / "code.py", '_("Yes")')
    return tmp_path


def run(**options: bool) -> str:
    output = StringIO()
    call_command(Command(), stdout=output, **options)
    return output.getvalue()


def test_command_updates_checks_and_compiles(project: Path, po: Path) -> None:
    assert "locale/fr/LC_MESSAGES/django.po" in run(update=True)
    assert not (project / "locale" / "en").exists()

    output = StringIO()
    with pytest.raises(CommandError, match="1"):
        call_command(Command(), check=True, stdout=output)
    assert output.getvalue() == "locale/fr/LC_MESSAGES/django.po: 'Yes' is not translated.\n"

    write(po, po.read_text().replace('"Yes"\nmsgstr ""', '"Yes"\nmsgstr "Oui"'))
    os.utime(po.with_suffix(".mo"), (1_000, 1_000))
    assert run(check=True) == "Compiled locale/fr/LC_MESSAGES/django.po.\n"
    assert compiled(po).gettext("Yes") == "Oui"
    assert run() == run(check=True) == ""


def test_command_sees_that_the_last_message_is_gone(project: Path) -> None:
    run(update=True)
    (project / "meetings" / "code.py").unlink()
    with pytest.raises(CommandError):
        run(check=True)
    run(update=True, check=True)


def test_command_compiles_english_without_checking_it(project: Path, po: Path) -> None:
    write(po, HEADER + '\nmsgid "Yes"\nmsgstr "Oui"\n')
    english = project / "locale" / "en" / "LC_MESSAGES" / "django.po"
    write(english, HEADER.replace("fr", "en") + '\nmsgid "Other"\nmsgstr "Another"\n')
    run(check=True)
    assert compiled(english).gettext("Other") == "Another"


def test_command_reports_an_unreadable_file(project: Path) -> None:
    write(project / "meetings" / "bad.py", '_("never closed"')
    with pytest.raises(CommandError, match=r"meetings/bad\.py"):
        run(check=True)
