"""Where a figure comes from: for any key of a pack what it is, what it rests on, and where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sim.pack.country.country import Country, Place, Source, Value
from sim.pack.country.dates import month_text
from sim.pack.country.errors import InputError, listed, nearest_to, shown
from sim.pack.country.target import Target, TargetPart
from sim.pack.country.vocabulary import JUDGEMENT


@dataclass(frozen=True)
class Entry:
    """One thing a key stands for.

    `value` and `range` are texts ready to be shown, empty where a thing has none. `sources` are the works it rests on, `judgement`
    whether it rests (also) on judgement. `grade`: how sure the pack is, and for each work whether it was read.
    """

    key: str
    kind: str
    what: str
    value: str
    range: str
    prior: str
    unit: str
    basis: str
    sources: tuple[Source, ...]
    judgement: bool
    confidence: str
    disputed_by: str
    place: Place

    @property
    def grade(self) -> str:
        """For example `low; read: smith_2002, recall: jones_1988; judgement`."""
        works = ", ".join(f"{source.read}: {source.key}" for source in self.sources)
        return "; ".join(part for part in (self.confidence, works, JUDGEMENT if self.judgement else "") if part)

    def as_dict(self) -> dict[str, Any]:
        """The entry as plain data."""
        return {
            "key": self.key, "kind": self.kind, "what": self.what, "value": self.value, "range": self.range, "prior": self.prior,
            "unit": self.unit, "basis": self.basis,
            "sources": [{"key": work.key, "title": work.title, "read": work.read} for work in self.sources], "judgement": self.judgement,
            "grade": self.grade, "confidence": self.confidence, "disputed_by": self.disputed_by, "place": str(self.place),
        }  # fmt: skip


def entries(country: Country) -> Iterator[Entry]:
    """Everything in the country that has a key, kind by kind. A key may come up more than once."""
    for collect in _COLLECTORS:
        yield from collect(country)


def explain(country: Country, key: str) -> list[Entry]:
    """All that the key stands for; a parameter also by its symbol in the model paper, a faction also by an alias.

    `InputError` with the nearest keys when the pack does not have it.
    """
    wanted = key.strip()
    names = {wanted}
    if wanted in country.symbols:
        names.add(country.symbols[wanted])
    head, dot, tail = wanted.lower().partition(".")
    names.update(faction.key + dot + tail for faction in country.factions if head == faction.key or head in faction.aliases)
    every = list(entries(country))
    found = [entry for entry in every if entry.key in names]
    if not found:
        known = sorted({entry.key for entry in every} | set(country.symbols))
        raise InputError(
            None, "unknown key", kind="unknown",
            found=shown(key), allowed=f"{listed(known[:6])} and {len(known) - 6} others", nearest=nearest_to(key, known)
        )
    return found


def values_of(country: Country) -> dict[str, Value]:
    """Every number of a country by its key, `parameter` or `faction.trait`; parameters first."""
    return {**country.parameters, **{f"{faction.key}.{name}": value for faction in country.factions for name, value in faction.traits.items()}}


def listing(country: Country) -> dict[str, list[str]]:
    """All keys of the pack by kind, each kind sorted."""
    kinds: dict[str, set[str]] = {}
    for entry in entries(country):
        kinds.setdefault(entry.kind, set()).add(entry.key)
    return {kind: sorted(keys) for kind, keys in kinds.items()}


def _entry(
    country: Country, key: str, kind: str, what: str, source: str, place: Place, *,
    value: str = "", span: str = "", prior: str = "", unit: str = "", basis: str = "", confidence: str = "", disputed_by: str = "",
) -> Entry:  # fmt: skip
    keys = source.split("; ") if source else []
    works = tuple(country.sources[name] for name in keys if name != JUDGEMENT)
    return Entry(key, kind, what, value, span, prior, unit, basis, works, JUDGEMENT in keys, confidence, disputed_by, place)


def _number(country: Country, key: str, kind: str, value: Value) -> Entry:
    return _entry(
        country,
        key,
        kind,
        value.meaning,
        value.source,
        value.place,
        value=f"{value.start:g}",
        span="" if value.prior == "fixed" else f"{value.low:g} to {value.high:g}",
        prior=value.prior,
        unit=value.unit,
        basis=value.basis,
        confidence=value.confidence,
        disputed_by=value.disputed_by,
    )


def _parameters(country: Country) -> Iterator[Entry]:
    for key, value in country.parameters.items():
        yield _number(country, key, "parameter", value)


def _factions(country: Country) -> Iterator[Entry]:
    for faction in country.factions:
        members = sum(cadre.faction == faction.key for cadre in country.cadres)
        what = f"{faction.name['en']}, led by {faction.leader}"
        yield _entry(country, faction.key, "faction", what, "", faction.place, value=f"{members} cadres", disputed_by=faction.disputed)
        for name, value in faction.traits.items():
            yield _number(country, f"{faction.key}.{name}", "trait", value)


def _cadres(country: Country) -> Iterator[Entry]:
    for cadre in country.cadres:
        died = "" if cadre.died is None else month_text(country.first_month + cadre.died)
        life = "; ".join(
            part for part in (f"born {cadre.born:.0f}" if cadre.born else "", f"died {died} ({cadre.death_kind})" if died else "", cadre.fate) if part
        )
        disputed = f"also counted with {cadre.faction_alt}" if cadre.faction_alt else ""
        yield _entry(
            country,
            cadre.key,
            "cadre",
            f"{cadre.name} of {cadre.faction}",
            cadre.source,
            cadre.place,
            value=life,
            basis=cadre.note,
            confidence=cadre.confidence,
            disputed_by=disputed,
        )


def _tenures(country: Country) -> Iterator[Entry]:
    for tenure in country.tenures:
        yield _entry(
            country,
            tenure.post,
            "post",
            f"{tenure.title['en']} ({tenure.organ}, rank {tenure.rank})",
            tenure.source,
            tenure.place,
            value=tenure.holder_name,
            span=f"{tenure.start} to {tenure.end or 'open'}",
            basis=tenure.note,
            confidence=tenure.confidence,
        )


def _series(country: Country) -> Iterator[Entry]:
    for series in country.series.values():
        part = next((part for part, key in country.parts.items() if key == series.key), "")
        for segment in series.segments:
            yield _entry(
                country,
                series.key,
                "series",
                f"{part or 'series'} ({'of the model' if series.use == 'model' else 'only to compare with'}), {segment.interpolation}",
                segment.source,
                segment.place,
                value=f"{segment.value_from:g}" if segment.value_from == segment.value_to else f"{segment.value_from:g} to {segment.value_to:g}",
                span=f"{month_text(country.first_month + segment.start)} to {month_text(country.first_month + segment.end)}",
                unit=series.unit,
                basis=segment.note,
                confidence=segment.confidence,
            )


def _outside(country: Country) -> Iterator[Entry]:
    for event in country.outside:
        changed = ", ".join(sorted({change.series for change in event.changes})) or "nothing"
        month = month_text(country.first_month + event.month)
        what = f"{event.title['en']}; changes {changed}"
        yield _entry(country, event.key, "outside event", what, event.source, event.place, value=month, basis=event.note, confidence=event.confidence)


def _structure(country: Country) -> Iterator[Entry]:
    """Patrons, organs, the scheme of posts, switches, junctures, branches and variants of the war."""
    for patron in country.patrons:
        yield _entry(country, patron.key, "patron", patron.name["en"], "", patron.place, value=f"{patron.presence}, {patron.line}")
    for organ in country.organs:
        yield _entry(country, organ.key, "organ", organ.name["en"], organ.source, organ.place, value=f"{organ.weight:g}", confidence=organ.confidence)
    posts = country.post_scheme
    what = f"number of posts, every {posts.top_every}th of the highest rank"
    yield _entry(country, "posts", "posts", what, posts.source, posts.place, value=str(posts.total), basis=posts.note, confidence=posts.confidence)
    for switch in country.switches:
        basis = f"for {switch.default}: {switch.for_default}"
        other = f"for {', '.join(switch.options[1:])}: {switch.for_other}"
        span = ", ".join(switch.options)
        yield _entry(
            country,
            switch.key,
            "switch",
            switch.meaning["en"],
            switch.source,
            switch.place,
            value=switch.default,
            span=span,
            basis=basis,
            disputed_by=other,
        )
    for juncture in country.junctures:
        date = month_text(country.first_month + juncture.date)
        yield _entry(country, juncture.key, "juncture", juncture.title["en"], "", juncture.place, value=date, basis=juncture.why["en"])
    for branch in country.branches:
        yield _entry(country, branch.id, "branch", f"compared with {branch.reference}", "", branch.place, value=", ".join(branch.do))
    for war in country.wars:
        date = month_text(country.first_month + war.start)
        yield _entry(country, war.key, "war", war.name["en"], war.source, war.place, value=date, basis=war.note, confidence=war.confidence)


def _record(country: Country) -> Iterator[Entry]:
    """Events of the record, targets and sources."""
    for event in country.record:
        span = f"{event.date} to {event.date_end}" if event.date_end else ""
        what = f"{event.label['en']} ({event.kind})"
        yield _entry(
            country,
            event.key,
            "event",
            what,
            event.source,
            event.place,
            value=event.date,
            span=span,
            basis=event.description,
            confidence=event.confidence,
        )
    for target in country.targets:
        for part in target.parts:
            yield _part_of_target(country, target, part)
    for source in country.sources.values():
        value = ", ".join(part for part in (source.author, source.year, source.kind, source.url) if part)
        yield _entry(country, source.key, "source", source.title, source.key, source.place, value=value, basis=source.note)


def _part_of_target(country: Country, target: Target, part: TargetPart) -> Entry:
    """One number that the model is held against: what is measured, and within which bounds it passes."""
    low, high = ("" if bound is None else f"{bound:g}" for bound in (part.low, part.high))
    told = " ".join(f"{key}={value}" for key, value in part.where.items())
    measure = " ".join(word for word in (part.measure, told, part.statistic) if word)
    what = target.title if part.statement == target.title else f"{target.title}: {part.statement}"
    span = f"{low} to {high}"
    return _entry(
        country, target.id, "target", what, part.source, part.place, value=part.observed, span=span, basis=measure, confidence=part.confidence
    )  # fmt: skip


def _readings(country: Country) -> Iterator[Entry]:
    for reading in country.readings:
        what = f"rival reading: {reading.title['en']}"
        changed = ", ".join(change.key for change in reading.changes)
        yield _entry(country, reading.key, "reading", what, "", reading.place, value=changed, basis=f"held by {reading.author}. {reading.note}")


def _scenarios(country: Country) -> Iterator[Entry]:
    for scenario in country.scenarios:
        what = f"{scenario.title['en']} ({', '.join(scenario.claims)})"
        asked = ", ".join(scenario.outcomes) or "no outcome of the model"
        basis = f"{scenario.sentence['en']} Lacking: {scenario.lacks['en']}"
        yield _entry(country, scenario.id, "scenario", what, "", scenario.place, value=f"{scenario.modal}: {asked}", basis=basis)


def _facts(country: Country) -> Iterator[Entry]:
    """Dated facts of record.toml, and rates of the like in other countries."""
    for fact in country.facts:
        first, last = (month_text(country.first_month + month) for month in (fact.first, fact.last))
        told = (fact.predicate, f"group={fact.group}" if fact.group else "", f"{fact.edge} {fact.bound:g}" if fact.bound is not None else "")
        value = " ".join(part for part in (*told, "" if fact.came else "did not come") if part)
        span = last if first == last else f"{first} to {last}"
        yield _entry(
            country, fact.id, "fact", fact.statement["en"], fact.source, fact.place, value=value, span=span, basis=fact.note,
            confidence=fact.strength, disputed_by=fact.disputed_by,
        )  # fmt: skip
    for rate in country.rates:
        what = f"how often it comes in other countries: {rate.predicate}"
        span = "" if rate.first is None or rate.last is None else " to ".join(month_text(country.first_month + n) for n in (rate.first, rate.last))
        yield _entry(
            country, f"rate.{rate.predicate}", "base rate", what, rate.source, rate.place, value=f"{rate.per_year:.4f} a year", span=span,
            unit=f"({rate.events:g} in {rate.exposure:g} {rate.unit})", basis=rate.basis, confidence=rate.confidence,
        )  # fmt: skip


_COLLECTORS: Final[tuple[Callable[[Country], Iterator[Entry]], ...]] = (
    _parameters,
    _factions,
    _cadres,
    _tenures,
    _series,
    _outside,
    _structure,
    _record,
    _readings,
    _scenarios,
    _facts,
)
