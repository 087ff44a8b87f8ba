"""An ODT is read by its styles."""

from tests.meetings.report_import.reading.samples import blocks, open_document, read


def test_an_odt_is_read_by_its_styles() -> None:
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="P2"/>'
        '<style:style style:name="P2" style:family="paragraph"><style:text-properties '
        'fo:font-weight="bold"/></style:style>'
        '<style:style style:name="P3" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="Title" style:family="paragraph"/>'
        '<style:style style:name="T1" style:family="text"><style:text-properties '
        'fo:font-weight="normal"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="Own" style:family="text" style:parent-style-name="Own"/>'
    )
    document = read(
        open_document(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>ôté</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            '<text:p text:style-name="P3">Rapport<text:line-break/>annuel</text:p>'
            "<text:table-of-content><text:index-body><text:p>Présents 1</text:p></text:index-body>"
            "</text:table-of-content><text:h>Présents</text:h>"
            "<text:list><text:list-item><text:p>Awa\n  Sarr</text:p><text:list><text:list-item>"
            "<text:p>IPIS</text:p></text:list-item></text:list></text:list-item>"
            "<text:list-item><text:p>Jean</text:p></text:list-item></text:list>"
            '<text:p text:style-name="P1">Ouverture</text:p>'
            '<text:p text:style-name="P1">Pas <text:span text:style-name="T1">gras</text:span>'
            "</text:p><text:p>un<text:s text:c='2'/>deux<text:tab/>trois<text:line-break/>quatre"
            '<text:span text:style-name="T2">cinq</text:span>'
            "<office:annotation><text:p>à revoir</text:p></office:annotation>"
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Une "
            "note.</text:p></text:note-body></text:note>"
            '<text:span text:style-name="Own">.</text:span> <text:a xlink:href="https://a.example">'
            "ici</text:a></text:p><table:table><table:table-row><table:table-cell><text:p>Mali"
            "</text:p></table:table-cell><table:table-cell><text:p>oui</text:p></table:table-cell>"
            "</table:table-row></table:table>",
            styles,
        ),
        "a.odt",
    )
    assert blocks(document) == [
        ("heading", "Rapport annuel"),
        ("heading", "Présents"),
        ("item", "Awa Sarr"),
        ("item", "IPIS"),
        ("item", "Jean"),
        ("heading", "Ouverture"),
        ("paragraph", "Pas gras"),
        ("paragraph", "un  deux\ttrois"),
        ("paragraph", "quatre. ici"),
        ("paragraph", "Mali\toui"),
        ("paragraph", "Une note."),
    ]
