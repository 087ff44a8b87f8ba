"""Reading ODT."""

from typing import IO

from meetings.documents.kinds import RefusedFileError
from meetings.report_import.reading.archives import parts, tree
from meetings.report_import.reading.lines import FormattedLine, document_of
from meetings.report_import.reading.refusals import damaged_file_error
from meetings.report_import.reading.trees import Element, ElementRole, walk
from meetings.report_parser.source import SourceDocument

type Styles = dict[tuple[str | None, str | None], Element]  # by family and name

NAMESPACES = {  # OpenDocument 1.3, part 3
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
}
READ = {"content.xml", "styles.xml"}
MOST_BLANKS = 100  # in one place
MOST_ANCESTORS = 20  # of a style, which may by mistake be its own


def _name(short: str) -> str:
    prefix, name = short.split(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"


ROLES = {
    _name(short): role
    for role, names in {
        ElementRole.HEADING: "text:h",
        ElementRole.ITEM: "text:list-item text:numbered-paragraph",
        ElementRole.BREAK: "text:line-break",
        ElementRole.ROW: "table:table-row",
        ElementRole.CELL: "table:table-cell",
        ElementRole.BLOCK: "text:p text:list text:list-header text:section table:table "
        "draw:text-box office:text text:note-body",
        ElementRole.LEFT_OUT: "text:tracked-changes office:annotation text:note office:forms "
        "svg:title svg:desc draw:object draw:object-ole table:covered-table-cell "
        "text:table-of-content text:alphabetical-index text:illustration-index "
        "text:table-index text:user-index text:object-index text:ruby-text office:binary-data",
    }.items()
    for short in names.split()
}
OF_WORDS = {_name("text:span"), _name("text:a")}
TITLE_STYLES = {"Title", "Subtitle"}
HEADING_STYLE = "Heading"
BOLD_WEIGHTS = {"bold", "600", "700", "800", "900"}


class OpenDocument:
    """What the elements of OpenDocument mean, by the styles of a document."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles

    def role(self, element: Element) -> ElementRole:
        """By its name, or for a paragraph by its style."""
        if self.property_of(element, "style:text-line-through-style") not in {None, "none"}:
            return ElementRole.LEFT_OUT
        if element.tag == _name("text:p") and self.is_heading(element):
            return ElementRole.HEADING
        return ROLES.get(element.tag, ElementRole.INLINE)

    def is_bold(self, element: Element) -> bool | None:
        """By its style, or the one that this was made from."""
        weight = self.property_of(element, "fo:font-weight")
        return None if weight is None else weight in BOLD_WEIGHTS

    def stands_for(self, element: Element) -> str:
        """Blanks, which are elements where there are several."""
        if element.tag == _name("text:tab"):
            return "\t"
        if element.tag == _name("text:s"):
            number = element.get(_name("text:c")) or "1"
            return " " * min(int(number), MOST_BLANKS)
        return ""

    def is_heading(self, paragraph: Element) -> bool:
        """Whether a paragraph has a style of headings, or one made from these."""
        names = {_style_name(style) for style in self.lineage(paragraph)}
        return HEADING_STYLE in names or not TITLE_STYLES.isdisjoint(names)

    def property_of(self, element: Element, short: str) -> str | None:
        """What the styles of an element say of its text in this respect."""
        name = _name(short)
        for style in self.lineage(element):
            for properties in style.iter(_name("style:text-properties")):
                if name in properties.attrib:
                    return properties.get(name)
        return None

    def lineage(self, element: Element) -> list[Element]:
        """The styles of an element, each after the one that was made from it."""
        found: list[Element] = []
        family = "text" if element.tag in OF_WORDS else "paragraph"
        name = element.get(_name("text:style-name"))
        while (family, name) in self.styles and len(found) < MOST_ANCESTORS:
            found.append(self.styles[family, name])
            name = found[-1].get(_name("style:parent-style-name"))
        return found


def read_odt(file: IO[bytes]) -> SourceDocument:
    """The text of an ODT file, with what its notes say at the end. Raises RefusedFileError.

    Pictures, comments, deleted or struck text and tables of contents are left out.
    """
    try:
        found = {name: tree(part) for name, part in parts(file, READ.__contains__).items()}
        content = found["content.xml"]
        vocabulary = OpenDocument(_styles(found))
        text = content.find("office:body/office:text", NAMESPACES)
        lines = list(walk(text, vocabulary))
        return document_of(lines + _notes(text, vocabulary))
    except RefusedFileError:
        raise
    except Exception as error:  # a damaged file raises whatever comes up
        raise damaged_file_error() from error


def _styles(found: dict[str, Element]) -> Styles:
    return {
        (style.get(_name("style:family")), style.get(_name("style:name"))): style
        for part in ("styles.xml", "content.xml")
        if part in found
        for style in found[part].iter(_name("style:style"))
    }


def _style_name(style: Element) -> str:
    return style.get(_name("style:name")) or ""


def _notes(text: Element, vocabulary: OpenDocument) -> list[FormattedLine]:
    bodies = text.iterfind(".//text:note-body", NAMESPACES)
    outside = _name("text:tracked-changes")
    return [
        line
        for body in bodies
        if not any(True for _ in body.iterancestors(outside))
        for line in walk(body, vocabulary)
    ]
