from organisations.recognition.countries import country_directory
from organisations.recognition.directory import Directory, DirectoryRecord, Match, MatchedBy
from organisations.recognition.lists import RecognisedEntry, name_and_acronym, recognise
from organisations.recognition.near import near_records
from organisations.recognition.spelling import plain

__all__ = [
    "Directory",
    "DirectoryRecord",
    "Match",
    "MatchedBy",
    "RecognisedEntry",
    "country_directory",
    "name_and_acronym",
    "near_records",
    "plain",
    "recognise",
]
