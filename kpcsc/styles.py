"""The stylesheet of the public pages: one text, written into each page, allowed by its hash."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
# The layers' order is set by the first file's @layer rule, so the order of files is free.
FIRST = "layers.css"
LINKED = {"admin", "paper"}


@cache
def stylesheet() -> str:
    """Every file of static/css as one text, without comments and idle white space; but for the
    folders of the admin and of what is made for paper, which link to their files."""
    others = (path for path in CSS.rglob("*.css") if path.parent.name not in LINKED)
    files = [CSS / FIRST, *sorted(path for path in others if path.name != FIRST)]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,>]) ?", r"\1", text)
    return re.sub(r": (?=[^{}]*[;}])", ":", text).replace(";}", "}").strip()


def stylesheet_hash() -> str:
    """The stylesheet's source expression for `style-src` (CSP level 2, section 4.2.5)."""
    digest = hashlib.sha256(stylesheet().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
