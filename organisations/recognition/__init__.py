from organisations.recognition.countries import country_directory
from organisations.recognition.directory import Directory, How, Known, Match
from organisations.recognition.lists import Entry, name_and_acronym, recognise
from organisations.recognition.spelling import plain

__all__ = [
    "Directory",
    "Entry",
    "How",
    "Known",
    "Match",
    "country_directory",
    "name_and_acronym",
    "plain",
    "recognise",
]
