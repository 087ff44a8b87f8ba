from organisations.recognition.countries import country_directory
from organisations.recognition.directory import Directory, How, Known, Match
from organisations.recognition.lists import Entry, recognise

__all__ = ["Directory", "Entry", "How", "Known", "Match", "country_directory", "recognise"]
