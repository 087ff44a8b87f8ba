"""What facts are made of."""

import pytest

from meetings.report_parser import Fact, ParsedReport, ReportKind, ReportSection, Span, StatedDate


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        (StatedDate(2021, 6, 2), "2021-06-02"),
        (StatedDate(2021, 6), "2021-06"),
        (StatedDate(2021), "2021"),
    ],
)
def test_a_date_is_as_precise_as_stated(stated: StatedDate, iso: str) -> None:
    assert stated.iso == iso


def test_the_body_of_a_section_is_in_order() -> None:
    heading = Fact("Suites", Span(0, 6), "heading", is_sure=True)
    first, item, last = Span(7, 12), Span(13, 20), Span(21, 30)
    section = ReportSection(heading, paragraphs=(first, last), items=(item,))
    assert section.body == (first, item, last)


def test_of_a_report_what_is_sure_can_be_taken_alone() -> None:
    sure, unsure = (Fact("Mali", Span(0, 4), "heading", is_sure=grade) for grade in (True, False))
    report = ParsedReport(
        kind=ReportKind.REPORT,
        title=unsure,
        place=sure,
        countries=(sure, unsure),
        sections=(ReportSection(sure), ReportSection(unsure)),
        opening=(Span(0, 4),),
    )
    assert report.sure == ParsedReport(
        kind=ReportKind.REPORT,
        place=sure,
        countries=(sure,),
        sections=(ReportSection(sure),),
        opening=(Span(0, 4),),
    )
