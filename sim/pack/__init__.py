"""What a country is: the files of a pack, read, checked and frozen."""

from sim.pack.build.check import check_pack
from sim.pack.build.find import find_pack, list_packs
from sim.pack.build.load import load_pack
from sim.pack.country.canonical import without_places
from sim.pack.country.country import Country, Place, Value
from sim.pack.country.errors import Argument, InputError
from sim.pack.country.on_priors import on_priors
from sim.pack.country.priors import Prior, parse_prior, prior_of
from sim.pack.country.questions import Arm, Reading, ReadingChange, ScenarioFile
from sim.pack.country.sources import Entry, explain, listing
from sim.pack.country.with_reading import with_reading

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
    "on_priors",
    "parse_prior",
    "prior_of",
    "with_reading",
    "without_places",
]
