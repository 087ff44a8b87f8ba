"""The forms of a page as a browser finds them: what each button sends, blanks filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

# What a person types into a blank field that has to be filled in, by the kind of its control.
TYPED = {
    "date": "2021-06-02",
    "datetime-local": "2100-06-02T10:00",
    "email": "new.person@example.org",
    "number": "1",
    "password": "kimberlite-laterite",
    "search": "Texte",
    "time": "10:00",
    "url": "https://example.org/",
}
# And into those that are wanted though no control says so, by their names.
WANTED = {"title_fr": "Un titre", "name_fr": "Un nom", "starts_on": "2021-06-02"}
CHOSEN = {"organisations", "people", "choice"}


@dataclass(frozen=True)
class Sending:
    """What one button of a form sends, and where to."""

    address: str
    button: str
    data: dict[str, list[str]]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[str, str, frozenset[str]]:
        """What tells it from other sendings: where to, the button, the names of the fields."""
        return self.address, self.button, frozenset(self.data)

    def content(self) -> dict[str, Any]:
        """The data as Django's test client takes them."""
        files = {name: SimpleUploadedFile(*file) for name, file in self.files.items()}
        return self.data | files


class _Button(NamedTuple):
    form: str
    name: str = ""
    value: str = ""
    address: str = ""


class _Forms(HTMLParser):
    """Gathers the POST forms of a page, their controls and buttons."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: dict[str, Sending] = {}  # by their id, or their number
        self.buttons: list[_Button] = []
        self.file_fields: dict[str, set[str]] = {}
        self.form = ""
        self.select: dict[str, Any] | None = None
        self.textarea: dict[str, Any] | None = None
        self.options: list[tuple[str, bool]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        here = given.get("form") or self.form
        if tag == "form":
            self.form = ""
            if given.get("method", "").lower() == "post":
                self.form = given.get("id") or f"form {len(self.forms)}"
                to = urljoin(self.address, given.get("action") or self.address)
                self.forms[self.form] = Sending(to, "", {})
        elif tag == "button" and given.get("type", "submit") == "submit":
            self._button(here, given)
        elif tag == "input":
            kind = given.get("type", "text")
            if kind in {"submit", "image"}:
                self._button(here, given)
            else:
                self._input(here, kind, given)
        elif tag == "select":
            self.select, self.options = given | {"form": here}, []
        elif tag == "option" and self.select is not None:
            self.options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self.textarea, self.text = given | {"form": here}, ""

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = ""
        elif tag == "textarea" and self.textarea:
            self._put(self.textarea, self.text.lstrip("\r\n"), "Un texte")
            self.textarea = None
        elif tag == "select" and self.select is not None:
            self._end_select(self.select)
            self.select = None

    def _button(self, form: str, given: dict[str, str]) -> None:
        if "disabled" in given or not (form or given.get("formaction")):
            return
        facts = (given.get(name, "") for name in ("name", "value", "formaction"))
        self.buttons.append(_Button(form, *facts))

    def _input(self, form: str, kind: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if "disabled" in given or not name or kind in {"button", "reset"}:
            return
        if kind in {"checkbox", "radio"}:
            found = self.forms.get(form)
            if found is None:
                return
            value = given.get("value", "on")
            is_first = kind == "radio" and name not in found.data
            is_row = kind == "checkbox" and name in {"_selected_action", "invitation"}
            if "checked" in given and kind == "radio":
                found.data[name] = [value]
            elif "checked" in given or is_first or is_row:
                found.data.setdefault(name, []).append(value)
        elif kind == "file":
            if form in self.forms:
                self.file_fields.setdefault(form, set()).add(name)
        else:
            typed = "un-texte" if name == "slug" else TYPED.get(kind, "Un texte")
            self._put(given | {"form": form}, given.get("value", ""), typed)

    def _put(self, given: dict[str, str], value: str, typed: str) -> None:
        """Has the form send the value of a field, or what is typed where it wants one."""
        found, name = self.forms.get(given["form"]), given.get("name", "")
        if found is None or not name or "__prefix__" in name or "disabled" in given:
            return
        value = value or WANTED.get(name, "") or (typed if "required" in given else "")
        found.data.setdefault(name, []).append(value)

    def _end_select(self, given: dict[str, str]) -> None:
        found, name = self.forms.get(given["form"]), given.get("name", "")
        if found is None or not name or "__prefix__" in name or "disabled" in given:
            return
        chosen = [value for value, is_chosen in self.options if is_chosen and value]
        offered = [value for value, _is_chosen in self.options if value]
        if not chosen and ("required" in given or name.rpartition("-")[2] in CHOSEN):
            chosen = offered[-1:] or known_to_autocomplete(given)
        found.data[name] = chosen[: None if "multiple" in given else 1]


def known_to_autocomplete(given: dict[str, str]) -> list[str]:
    """The key of a record that somebody might find by typing, if the control asks by typing."""
    if "data-field-name" not in given:
        return []
    model = apps.get_model(given["data-app-label"], given["data-model-name"])
    related: Any = model._meta.get_field(given["data-field-name"]).related_model
    return [str(key) for key in related._default_manager.values_list("pk", flat=True)[:1]]


def sendings(
    address: str, source: str, given: Mapping[str, str | tuple[str, bytes]]
) -> Iterator[Sending]:
    """What each button of each POST form on a page sends.

    `given` says by its name what a blank field gets: a text, or the name and content of a file.
    """
    page = _Forms(address)
    page.feed(source)
    texts = {name: [text] for name, text in given.items() if isinstance(text, str)}
    for form, found in page.forms.items():
        files = {
            name: file
            for name, file in given.items()
            if name in page.file_fields.get(form, ()) and not isinstance(file, str)
        }
        data = found.data | {name: text for name, text in texts.items() if name in found.data}
        pressed = [one for one in page.buttons if one.form == form] or [_Button(form)]
        for button in pressed:
            sent = data | ({button.name: [button.value]} if button.name else {})
            yield Sending(
                address=urljoin(address, button.address) if button.address else found.address,
                button=f"{button.name}={button.value}" if button.name else "",
                data=sent,
                files=files,
            )
