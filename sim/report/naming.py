"""How a country is named on the screen and on a command line; a rival reading is always named with it."""

from __future__ import annotations

import shlex

from sim.locale import say
from sim.pack import Country, Reading


def reading_of(country: Country) -> Reading | None:
    """The reading a country is under."""
    return next((one for one in country.readings if one.key == country.reading), None)


def title_of(country: Country, lang: str) -> str:
    """The country's title; under a reading, with the reading's."""
    reading = reading_of(country)
    return country.title[lang] if reading is None else say(lang, "reading.title", title=country.title[lang], reading=reading.title[lang])


def argument_of(country: Country) -> str:
    """The country as it is given to a command: `demo`, `./my-country`, or `demo --reading kinder`."""
    name = shlex.quote(country.given) if country.given else country.id
    return f"{name} --reading {country.reading}" if country.reading else name
