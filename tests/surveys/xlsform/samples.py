"""Forms to read, written as Markdown and turned into XLSX, and what is told of them in lines."""

from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from pyxform.xls2json_backends import md_table_to_workbook

from surveys.xlsform import Questionnaire, read

SAMPLES = Path(__file__).parents[2] / "data" / "xlsform"
COUNTRY_CODES = ["CD", "CM", "FR", "NA", "NO"]


def saved(workbook: Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def xlsx(markdown: str) -> bytes:
    return saved(md_table_to_workbook(markdown))


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def read_xlsx(markdown: str, **options: str) -> Questionnaire:
    return read(xlsx(markdown), name="sample.xlsx", country_codes=COUNTRY_CODES, **options)


def told(form: Questionnaire) -> list[str]:
    return [
        f"{problem.sheet} {problem.row} [{problem.column}] {problem.sentence}"
        for problem in form.problems
    ]
