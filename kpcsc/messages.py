"""Translated messages without the gettext binaries: extracted, merged and compiled by Babel."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import TRANSLATOR_COMMENT_MARK, templatize

_WITH_CONTEXT = (1, "c")
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (_WITH_CONTEXT, 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (_WITH_CONTEXT, 2, 3)),
}

HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {plural}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

# A lone % counts too: beside %(name)s it must be written %%, or formatting fails when shown.
_PLACEHOLDER = re.compile(
    r"""
    %% | \{\{ | \}\}                                                 # escapes: neither group
    | (?P<named> %\([^)]*\)[-#0+]*\d*(?:\.\d+)?[a-zA-Z] | \{\w[^{}]*\} )
    | (?P<positional> %[-#0+]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa] | % | \{(?:[!:][^{}]*)?\} )
    """,
    re.VERBOSE,
)


def extract(root: Path, folders: Iterable[str]) -> Catalog:
    """The messages of the Python files and templates in these folders of root, with their files.

    Missing folders and folders named "tests" are passed over. Raises ValueError, naming the file,
    when a file cannot be read as Python or as a template.
    """
    catalog = Catalog()
    for path in sorted({path for folder in folders for path in (root / folder).rglob("*.*")}):
        place = path.relative_to(root)
        is_template = path.suffix in {".html", ".txt"} and "templates" in place.parts
        if "tests" in place.parts or not (is_template or path.suffix == ".py"):
            continue
        try:
            source = path.read_bytes()
            if is_template:
                # The blanked-out text keeps its indentation, which Python reads only in brackets.
                source = f"({templatize(path.read_text(encoding='utf-8'))}\n)".encode()
            found = babel_extract("python", BytesIO(source), KEYWORDS, (TRANSLATOR_COMMENT_MARK,))
            for _line, identifier, comments, context in found:
                location = (place.as_posix(), 0)
                catalog.add(identifier, None, [location], auto_comments=comments, context=context)
        except (SyntaxError, TokenError, UnicodeDecodeError) as error:
            raise ValueError(f"{place}: {error}") from error
    return catalog


def read(catalog_path: Path) -> Catalog:
    """The catalog in locale/<language>/LC_MESSAGES/django.po; an empty one if there is no file.

    Raises ValueError, naming the file, if it is malformed.
    """
    content = BytesIO(catalog_path.read_bytes() if catalog_path.exists() else b"")
    try:
        return read_po(content, locale=catalog_path.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{catalog_path}: {error}") from error


def update(catalog_path: Path, template: Catalog) -> None:
    """Bring the catalog file up to date with the template; messages no longer used are dropped.

    The same messages always give the same bytes: the header holds neither dates nor names.
    Raises ValueError like read().
    """
    catalog = read(catalog_path)
    catalog.update(template, no_fuzzy_matching=True)
    body = BytesIO()
    options = {"omit_header": True, "ignore_obsolete": True, "include_lineno": False}
    write_po(body, catalog, sort_output=True, **options)
    header = HEADER.format(language=catalog.locale_identifier, plural=catalog.plural_forms)
    catalog_path.parent.mkdir(parents=True, exist_ok=True)
    catalog_path.write_bytes(header.encode() + body.getvalue().rstrip() + b"\n")


def compile_catalog(catalog_path: Path, *, always: bool = False) -> bool:
    """Write the .mo beside a .po newer than it, or always; gives whether it was written.

    Fuzzy messages are left out. Raises FileNotFoundError, or ValueError like read().
    """
    compiled_path = catalog_path.with_suffix(".mo")
    changed = catalog_path.stat().st_mtime_ns
    if not always and compiled_path.exists() and compiled_path.stat().st_mtime_ns >= changed:
        return False
    compiled = BytesIO()
    write_mo(compiled, read(catalog_path))
    compiled_path.write_bytes(compiled.getvalue())
    return True


def problems(catalog: Catalog, template: Catalog) -> list[str]:
    """One sentence for each fault of the catalog, measured against the messages in the code."""
    sentences = [
        f"{_name(message)} is in the catalog but no longer used."
        for message in catalog
        if message.id and template.get(message.id, message.context) is None
    ]
    for message in template:
        if message.id:
            translated = catalog.get(message.id, message.context)
            faults = _faults(message, translated, catalog.num_plurals)
            sentences += [f"{_name(message)} {fault}" for fault in faults]
    return sorted(sentences)


def _faults(message: Message, translated: Message | None, plural_count: int) -> list[str]:
    if translated is None:
        files = ", ".join(file for file, _line in message.locations)
        return [f"is used in {files} but not in the catalog."]
    identifiers, strings = _forms(message.id), _forms(translated.string or "")
    if _forms(translated.id) != identifiers:
        return ["has another plural in the code than in the catalog."]
    if not any(strings):
        return ["is not translated."]
    faults = ["is marked fuzzy, so it is not shown."] if translated.fuzzy else []
    if not all(strings) or len(strings) != (plural_count if message.pluralizable else 1):
        faults.append("lacks a plural form.")
    allowed = [_placeholders(text) for text in identifiers]
    for index, string in enumerate(strings):
        # Only the first form may do without the number, and only where the English does.
        if string and _placeholders(string) not in (allowed if index == 0 else allowed[-1:]):
            faults.append(f"has other placeholders in its translation {string!r}.")
    return faults


def _placeholders(text: str) -> list[str]:
    """Named placeholders once each, since a translation may repeat a name; positional ones all."""
    found = list(_PLACEHOLDER.finditer(text))
    named = sorted({match["named"] for match in found if match["named"]})
    return named + sorted(match["positional"] for match in found if match["positional"])


def _forms(text: str | Sequence[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _name(message: Message) -> str:
    context = f" (context {message.context!r})" if message.context else ""
    return f"{_forms(message.id)[0]!r}{context}"
