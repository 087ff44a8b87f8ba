"""French as it is typeset, on every page of the demonstration that anyone or a member reads."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from meetings.models import Meeting
from tests.crawl import address, crawl, visit
from tests.factories import make_member
from tests.words import Reader

# What a line may break at, and should not.
ORDINARY_BLANK = re.compile(r".{0,20}(?: [:;?!»%]|« |\b\d{1,3}(?: \d{3})+\b).{0,20}")


def faults(html: str) -> list[str]:
    """The ordinary blanks of a French page, with the words around."""
    reader = Reader("fr")
    reader.feed(html)
    reader.close()
    return ORDINARY_BLANK.findall("".join([*reader.texts, *reader.quoted]))


@pytest.mark.alike
def test_no_french_page_has_an_ordinary_blank_before_a_sign(
    reference: Meeting, settings: Settings
) -> None:
    settings.DEMO = True
    member = Client()
    member.force_login(make_member())
    mine = [visit(member, address(name, language="fr")) for name in ("my_home", "my_data")]
    pages = [*crawl(Client(), choices=2).values(), *mine]
    french = [page for page in pages if '<html lang="fr"' in page.source]
    assert len(french) > 50
    assert {page.address: faults(page.source) for page in french if faults(page.source)} == {}


def test_an_ordinary_blank_is_found() -> None:
    assert faults('<html lang="fr"><p>Qui <b>paie</b> ?</p><p lang="en">So : what</p>') == [
        "Qui paie ?"
    ]
    assert faults('<html lang="fr"><p>1 200 carats</p>') == ["1 200 carats"]
