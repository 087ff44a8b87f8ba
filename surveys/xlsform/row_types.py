"""What the column “type” says of a row, by the names that pyxform knows."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from surveys.xlsform.form import Kind


@dataclass(frozen=True)
class Begin:
    """A group begins here; `is_repeated` where its questions are asked several times."""

    is_repeated: bool


@dataclass(frozen=True)
class End:
    """The group that began last ends here."""


@dataclass(frozen=True)
class Select:
    """A question with the choices of a list."""

    kind: Kind
    list_name: str
    allows_other: bool


# Each is otherwise as it was typed.
type RowType = Begin | End | Select | str

# Why a row of these types is not asked. An unknown type is in none of the lines.
NOT_ASKED: dict[str, str | Promise] = {
    name: sentence
    for names, sentence in (
        (
            "start end today deviceid phonenumber username email simserial subscriberid imei audit "
            "start-geopoint background-geopoint background-audio uri:deviceid uri:phonenumber "
            "uri:simserial uri:subscriberid uri:username uri:email",
            gettext_lazy("The portal never collects this of people and devices: “%(type)s”."),
        ),
        (
            "geopoint geotrace geoshape gps location osm",
            gettext_lazy("Places on a map cannot be asked: “%(type)s”."),
        ),
        (
            "image photo audio video file",
            gettext_lazy("Pictures, sounds, films and files cannot be asked: “%(type)s”."),
        ),
        (
            "date time dateTime datetime",
            gettext_lazy("Dates and hours cannot be asked: “%(type)s”."),
        ),
        (
            "barcode acknowledge trigger",
            gettext_lazy("Barcodes and acknowledgements cannot be asked: “%(type)s”."),
        ),
        ("calculate hidden", gettext_lazy("Nothing is calculated or hidden: “%(type)s”.")),
        (
            "xml-external csv-external select_one_external "
            "select_one_from_file select_multiple_from_file",
            gettext_lazy("Lists in other files cannot be used: “%(type)s”."),
        ),
    )
    for name in names.split()
}
UNKNOWN = gettext_lazy("The type “%(type)s” is not known.")


def row_type(typed: str) -> RowType:
    """What a row is, from the text in its column “type”."""
    from pyxform import aliases, constants  # noqa: PLC0415 (39 MB, for imports alone)
    from pyxform.xls2json import (  # noqa: PLC0415
        RE_BEGIN_CONTROL,
        RE_END_CONTROL,
        RE_SELECT,
    )

    typed = " ".join(typed.split())
    if begun := RE_BEGIN_CONTROL.search(typed):
        return Begin(is_repeated=aliases.control[begun["type"]] != constants.GROUP)
    if RE_END_CONTROL.search(typed):
        return End()
    kinds: dict[str, Kind] = {
        constants.SELECT_ONE: "single",
        constants.SELECT_ALL_THAT_APPLY: "multiple",
        constants.RANK: "ranking",
    }
    selected = RE_SELECT.search(typed)
    if selected and selected["select_command"] not in aliases.select_from_file:
        kind = kinds.get(aliases.select[selected["select_command"]])
        if kind:
            return Select(kind, selected["list_name"], bool(selected["specify_other"]))
    return typed


def why_not_asked(typed: str) -> str:
    """Why the portal does not ask a row of this type, in a sentence for people."""
    first_word = typed.split(maxsplit=1)[0]
    return str(NOT_ASKED.get(first_word, UNKNOWN)) % {"type": typed}
