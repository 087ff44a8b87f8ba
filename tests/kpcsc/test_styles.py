"""The stylesheet in each page: the very text whose hash the security policy allows."""

import base64
import hashlib
import re

import pytest
from django.test import Client

from kpcsc.styles import CSS, LINKED, stylesheet


@pytest.mark.parametrize("path", ["/fr/", "/en/meetings/", "/en/nowhere/"])
def test_a_pages_style_is_what_its_policy_allows(path: str, client: Client, db: None) -> None:
    response = client.get(path)
    [style] = re.findall("<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in response["Content-Security-Policy"].split(";")
    )
    assert f"'sha256-{digest}'" in policy["style-src"].split()
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]
    assert b" style=" not in response.content


def test_styles_fetch_nothing_and_end_nothing() -> None:
    text = stylesheet().lower()
    assert not re.search(r"url\(|@import|@font-face|image-set\(", text)
    assert "</" not in text


def test_every_file_is_in_and_the_layers_are_named_first() -> None:
    text = stylesheet()
    names = "reset, tokens, base, layout, components, pages, utilities"
    assert text.startswith(f"@layer {names.replace(', ', ',')};")
    for name in names.split(", "):
        assert f"@layer {name}{{" in text
    assert text.count("{") == text.count("}")
    public = [path for path in CSS.rglob("*.css") if path.parent.name not in LINKED]
    files = [path.read_text(encoding="utf-8") for path in public]
    assert sum(file.count("{") for file in files) == text.count("{")
