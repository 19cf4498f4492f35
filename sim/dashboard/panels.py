"""The panels of the Watch page as markup. Plain functions from a month to text; everything that comes from a pack or a user is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sim.agents.why import chance_text
from sim.counterfactual.definitions import terms_defined
from sim.dashboard.address import Address
from sim.dashboard.month import Doing, Happening, Month, holder
from sim.locale import capital, say
from sim.pack import Country
from sim.pack.country.dates import month_name
from sim.report.charts import board as drawn
from sim.report.charts.actions import actions
from sim.report.charts.bands import without_group
from sim.report.charts.offices import offices
from sim.report.charts.style import colour
from sim.report.charts.vote import Ballot, vote
from sim.report.html.parts import meanings, people
from sim.runs.trajectory import Trajectory

_BOX = re.compile(r'viewBox="([^"]*)"')
_LEVEL = re.compile(r'd="M([0-9.]+) ([0-9.]+)H([0-9.]+)"')
"""A level line of a chart over time: left end, height, right end."""


@dataclass(frozen=True)
class Named:
    """Which of the worlds of its seed this is, and among how many it was chosen as the typical one, None where it was not."""

    world: int = 0
    typical_of: int | None = None


def heading(trajectory: Trajectory, lang: str, named: Named = Named()) -> str:
    """Which world this is, and that it is simulated."""
    key = "watch.heading_changed" if trajectory.do else "watch.heading_alone"
    facts = [say(lang, "watch.numbered", seed=trajectory.seed, world=named.world) if named.world else say(lang, "watch.world", seed=trajectory.seed)]
    if named.typical_of is not None:
        facts.append(say(lang, "watch.typical", total=named.typical_of))
    if trajectory.do:
        facts.append(say(lang, "watch.changed", do=" ".join(trajectory.do)))
    return (
        f"<h1>{escape(say(lang, key))}</h1>"
        f'<p class="lead"><span class="simulated">{escape(say(lang, "watch.note"))}</span> {escape(" · ".join(facts))}</p>'
    )


def bad_link(here: Address, country: Country) -> str:
    """In place of a world that a link does not open."""
    first = escape(Address("watch", here.lang).text(country))
    return (
        f'<h1>{escape(say(here.lang, "page.watch"))}</h1><p class="failed" role="alert">{escape(say(here.lang, "watch.bad_link"))} '
        f'<a href="{first}">{escape(say(here.lang, "watch.first_world"))}</a></p>'
    )


def bad_month(trajectory: Trajectory, here: Address) -> str:
    """In place of a world in a month that it does not have."""
    country, lang = trajectory.country, here.lang
    found = dict(here.refused).get("m") if here.month is None else month_name(country.first_month + here.month, lang)
    first, last = (month_name(country.first_month + month, lang) for month in (0, trajectory.length - 1))
    words = escape(say(lang, "watch.month_refused", found=found, first=first, last=last))
    href = escape(Address("watch", lang, here.world, 0).text(country))
    return (
        f'<h1>{escape(say(lang, "page.watch"))}</h1><p class="failed" role="alert">{words} '
        f'<a href="{href}">{escape(say(lang, "watch.first_month"))}</a></p>'
    )


def explained(country: Country, lang: str) -> str:
    """What the words of the page mean, and who the groups are."""
    terms = terms_defined(country, ("top_post", "top_offices", "backers", "patron"), lang)
    return people(country, lang, key="people") + meanings(country, terms, "terms", lang)


def busy(lang: str) -> str:
    """In place of a world that is not begun: too much is under way."""
    again = f'<form><button type="submit" data-key="again">{escape(say(lang, "page.again"))}</button></form>'
    return f'<h1>{escape(say(lang, "page.watch"))}</h1><p class="failed" role="status">{escape(say(lang, "page.busy"))}</p>{again}'


def _swatch(k: int) -> str:
    square = f'<rect width="10" height="10" fill="{colour(k)}"/>'
    return f'<svg class="swatch" viewBox="0 0 10 10" preserveAspectRatio="none" aria-hidden="true">{square}</svg>'


def doings(month: Month, lang: str) -> str:
    """What each group did, a sentence each, with its why."""
    lines = "".join(_doing(one) for one in month.doings)
    return f'<h2>{escape(say(lang, "watch.doing_heading"))}</h2><ul class="lines">{lines}</ul>'


def _doing(one: Doing) -> str:
    sentence = f"{_swatch(one.group)}<span>{escape(one.sentence)}</span>"
    if not one.why:
        return f'<li class="gone">{sentence}</li>'
    return f'<li><details data-key="g{one.group}"><summary>{sentence}</summary><p class="why">{escape(one.why)}</p></details></li>'


def standings(month: Month, country: Country, lang: str) -> str:
    """A table: where each group stands at the end of the month, in numbers with small bars."""
    heads = "".join(
        f'<th scope="col">{_swatch(one.group)}{escape(country.factions[one.group].short[lang])}'
        f"<small>{escape(say(lang, 'watch.rules')) if one.rules else '&nbsp;'}</small></th>"
        for one in month.standings
    )
    rows = [
        _row(say(lang, "watch.offices"), [(f"{one.offices:.0%}", one.offices, one.group) for one in month.standings]),
        _row(
            say(lang, "watch.backers"),
            [(str(one.backers), one.backers / month.posts, one.group) for one in month.standings],
        ),
        _row(say(lang, "watch.support"), [(f"{one.support:.0%}", one.support, one.group) for one in month.standings]),
    ]
    for q, patron in enumerate(country.patrons):
        label = say(lang, "watch.favour", patron=patron.name[lang])
        rows.append(_row(label, [(f"{one.favour[q]:.2f}", one.favour[q], one.group) for one in month.standings]))
    return (
        f'<h2>{escape(say(lang, "watch.standing_heading"))}</h2><table class="standings"><thead><tr>'
        f'<th scope="col">{escape(say(lang, "watch.measure"))}</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _row(label: str, cells: Sequence[tuple[str, float, int]]) -> str:
    bars = "".join(
        f'<td>{text}<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="6" fill="#e7e5df"/>'
        f'<rect width="{min(1.0, share) * 100:.1f}" height="6" fill="{colour(k)}"/></svg></td>'
        for text, share, k in cells
    )
    return f'<tr><th scope="row">{escape(label)}</th>{bars}</tr>'


def offices_chart(trajectory: Trajectory, lang: str) -> str:
    """Who held the top offices over the whole world; drawn once, whatever the month."""
    held = trajectory.offices
    title = say(lang, "watch.offices_title")
    return offices(trajectory.country, held, lang=lang, key="offices", title=title, apart=without_group(held), wide=False).figure()


def mark(chart: str, month: int, months: int) -> str:
    """A layer over the chart of offices: a dashed line in the middle of a month."""
    box, levels = _BOX.search(chart), [tuple(map(float, found)) for found in _LEVEL.findall(chart)]
    if box is None or len(levels) < 2:
        return ""
    left, bottom, right = levels[0]
    top = min(height for _, height, _ in levels)
    x = left + (right - left) * (month + 0.5) / months
    path = f"M{x:.1f} {top:.1f}V{bottom:.1f}"
    return (
        f'<svg viewBox="{box[1]}" aria-hidden="true"><path d="{path}" stroke="#fff" stroke-width="4" stroke-opacity="0.8"/>'
        f'<path d="{path}" stroke="#1f1e1b" stroke-width="2" stroke-dasharray="5 4"/></svg>'
    )


def actions_chart(trajectory: Trajectory, month: Month, lang: str) -> str:
    """Who acted on whom in the month."""
    row = trajectory.rows[month.month]
    doing = tuple(drawn.Doing(one.group, one.action, one.target, one.patron) for one in month.doings if one.action is not None)
    board = drawn.Board(int(trajectory.months[month.month]["ruler"]), row["power"], row["support"], trajectory.favour[month.month], doing)
    title = say(lang, "watch.doing_heading")  # without the month, whose length would move the chart
    return actions(trajectory.country, board, lang=lang, key="actions", title=title, wide=False).figure()


def vote_chart(trajectory: Trajectory, happening: Happening, here: Address) -> str:
    """A vote, ballot by ballot."""
    lang = here.lang
    ballots = [Ballot(holder(one, lang), one.origin, one.weight, one.against) for one in trajectory.votes[happening.number]]
    title = say(lang, "watch.vote_heading", month=happening.when)
    chart = vote(trajectory.country, ballots, lang=lang, key="vote", title=title, needed=trajectory.needed, wide=False)
    closed = escape(Address("watch", lang, here.world, here.month).text(trajectory.country))
    return (
        f'<section class="vote" tabindex="-1" data-focus="vote{happening.number}" aria-label="{escape(title)}"><p><span class="simulated">'
        f'{escape(say(lang, "watch.simulated"))}</span> <a data-key="close" href="{closed}">{escape(say(lang, "watch.close_vote"))}</a></p>'
        f'{chart.figure().replace("<details>", "<details open>", 1)}</section>'
    )


def chronicle(lines: Sequence[Happening], month: Month, here: Address, country: Country) -> str:
    """The chronicle so far, newest first; each line is marked and opens its why."""
    lang = here.lang
    items = "".join(f"<li>{_line(one, here, country)}</li>" for one in lines)
    if month.last:
        ending = say(lang, "watch.ended", how=say(lang, f"ending.{month.ended}")) if month.ended else say(lang, "watch.reached")
        items = f'<li class="end">{escape(ending)}</li>{items}'
    body = f'<ol class="lines">{items}</ol>' if items else f"<p>{escape(say(lang, 'watch.chronicle_none'))}</p>"
    label = escape(say(lang, "watch.chronicle_heading"))
    return f'<h2>{label}</h2><div class="scroll" tabindex="0" role="region" aria-label="{label}">{body}</div>'


def _line(one: Happening, here: Address, country: Country) -> str:
    mark = escape(say(here.lang, "report.given" if one.given else "watch.simulated"))
    return (
        f'<details data-key="e{one.number}"><summary><span class="date">{escape(one.when)}</span> '
        f'<span class="text">{escape(one.text)} <em class="simulated">{mark}</em></span></summary>{_why(one, here, country)}</details>'
    )


def _why(one: Happening, here: Address, country: Country) -> str:
    lang = here.lang
    pairs = [(say(lang, "watch.why_rule"), one.rule)]
    if one.imposed:
        return _pairs(pairs) + f'<p class="why">{escape(say(lang, "watch.why_imposed"))}</p>'
    if one.recorded:
        return _pairs(pairs) + f'<p class="why">{escape(capital(one.recorded))}.</p>'
    if one.drawn is None and one.chance >= 1.0:
        pairs.append((say(lang, "watch.why_chance"), say(lang, "why.certain")))
    else:
        pairs.append((say(lang, "watch.why_chance"), chance_text(lang, one.chance)))
    if one.drawn is not None:
        pairs.append((say(lang, "watch.why_drawn"), chance_text(lang, one.drawn)))
    for key, sign in (("watch.why_for", 1), ("watch.why_against", -1)):
        reasons = ", ".join(f"{name} ({value:+.2f})" for name, value in one.reasons if value * sign > 0)
        if reasons:
            pairs.append((say(lang, key), reasons))
    more = f'<p class="why">{escape(one.turn)}</p>' if one.turn else ""
    if one.votes:
        href = escape(Address("watch", lang, here.world, here.month, one.number).text(country))
        more += f'<p class="why"><a data-key="v{one.number}" href="{href}">{escape(say(lang, "watch.open_vote", n=one.votes))}</a></p>'
    return _pairs(pairs) + more


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return '<dl class="why">' + "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in pairs) + "</dl>"
