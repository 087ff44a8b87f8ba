"""Names of organisations in lists: where one ends and the next begins, and what is no name."""

from meetings.report_parser.names.lists import is_open_list, names_in, pieces_of
from meetings.report_parser.names.mentions import NameMention, is_like_one, name_at, spelt_out
from meetings.report_parser.names.vocabulary import HEAD

__all__ = [
    "HEAD",
    "NameMention",
    "is_like_one",
    "is_open_list",
    "name_at",
    "names_in",
    "pieces_of",
    "spelt_out",
]
