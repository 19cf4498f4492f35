"""What a country is: the files of a pack, read, checked and frozen."""

from sim.pack.canonical import without_places
from sim.pack.check import check_pack
from sim.pack.country import Country, Place, Value
from sim.pack.errors import Argument, InputError
from sim.pack.find import find_pack, list_packs
from sim.pack.load import load_pack
from sim.pack.priors import Prior, parse_prior, prior_of
from sim.pack.questions import Arm, Reading, ReadingChange, ScenarioFile
from sim.pack.sources import Entry, explain, listing
from sim.pack.under import read_under

__all__ = [
    "Argument",
    "Arm",
    "Country",
    "Entry",
    "InputError",
    "Place",
    "Prior",
    "Reading",
    "ReadingChange",
    "ScenarioFile",
    "Value",
    "check_pack",
    "explain",
    "find_pack",
    "list_packs",
    "listing",
    "load_pack",
    "parse_prior",
    "prior_of",
    "read_under",
    "without_places",
]
