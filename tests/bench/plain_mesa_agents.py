"""The agents of the plain Mesa model (`tests.bench.plain_mesa`): patrons, people at large, cadres, factions."""

from __future__ import annotations

import math
from math import exp, inf, log
from typing import TYPE_CHECKING, Any

from mesa import Agent

if TYPE_CHECKING:
    from tests.bench.plain_mesa_country import Country

ORGANS = {"party": 0.30, "army": 0.30, "security": 0.25, "state": 0.15}
MAJORITY = 0.5


def sigmoid(x: float) -> float:
    """Logistic function."""
    return 1.0 / (1.0 + exp(-x))


def ruling_coalition(powers: list[float]) -> int:
    """Bits of the least winning set of factions that holds no winning set which would hold by itself."""
    sums, stable = [0.0], []
    for power in powers:
        sums += [other + power for other in sums]
    for members in range(1, len(sums)):
        least = MAJORITY * sums[members]
        if not any(part & members == part and sums[part] > least for part in stable):
            stable.append(members)
    least = MAJORITY * sums[-1]
    return min((members for members in stable if sums[members] > least), key=sums.__getitem__)


class Patron(Agent):
    """A foreign patron: what it gives, when it sends troops."""

    def __init__(self, model: Country, number: int) -> None:
        super().__init__(model)
        self.number, self.sign = number, (-1.0, 1.0)[number]

    def look(self) -> None:
        """Take presence and line from the calendar."""
        now, month = self.model.outside, self.model.month
        self.presence, self.line = now[f"presence_{self.number}"][month], now[f"line_{self.number}"][month]
        self.shift = abs(now[f"line_{self.number}_move"][month])

    def goodwill(self) -> float:
        """What the patron would give the ruler."""
        m = self.model
        quarrel = m.conflict * max(0.0, -self.sign * m.alignment)
        return self.presence * max(0.0, 1.0 - quarrel - 0.3 * abs(m.ruler_line - self.line))

    def stake(self) -> float:
        """What the patron stands to lose with the ruler."""
        return self.presence * (self.model.ruler.ties[self.number] + 0.2) * max(0.0, 0.4 + self.sign * self.model.alignment)


class Population(Agent):
    """People at large: what they have, what they want, how many are in the streets."""

    def __init__(self, model: Country) -> None:
        super().__init__(model)
        self.consumption = self.aspiration = 1.0
        self.hardship = self.protest = 0.0

    def live(self, growth: float) -> None:
        """Consumption, aspiration and hardship of the month."""
        m = self.model
        self.consumption = max(0.25, self.consumption * (1.0 + growth))
        leak = 1.0 if m.patrons[0].presence < 0.15 else 0.3
        self.aspiration += 0.026 * (self.consumption - self.aspiration) + 0.0001 * max(0.0, m.outside["income"][m.month] - 1.0) * leak
        self.hardship = min(1.0, max(0.0, 1.0 - self.consumption / self.aspiration + m.random.gauss(0.0, 0.05)))

    def come_out(self) -> None:
        """Share in protest: each joins as others do, to the lowest fixed point."""
        m = self.model
        support = m.ruler.support
        drive = 1.6 * self.hardship * (1.0 - support) + 0.9 * (0.5 - support) + 0.16 * max(0.0, m.random.gauss(0.0, 1.0) - 1.2)
        drive += 0.25 * max(0.0, m.turmoil - 0.5) + 0.3 * m.outside["fallen_move"][m.month] - 0.5 * m.at_war - 0.1 * m.reform
        fear = 0.77 * (m.repression + 0.4 * max(0.0, max(p.presence for p in m.patrons) - 0.5))
        share = 0.0
        for _ in range(40):
            before = share
            share = 0.5 + 0.5 * math.erf((drive + 0.9 * share - fear * (1.0 - share) - 0.78) / 0.28 / math.sqrt(2.0))
            if share - before < 1e-6:
                break
        self.protest = share


class Cadre(Agent):
    """A post and who holds it."""

    def __init__(self, model: Country, rank: float, organ: str, origin: Faction) -> None:
        super().__init__(model)
        self.organ, self.weight = organ, rank * ORGANS[organ]
        self.leads: Faction | None = None
        self.origin = self.backing = self.private = origin
        self.competence = 0.25 + 0.5 * self.random.random()

    def reconsider(self) -> None:
        """Whom to back in public, whom in private."""
        m = self.model
        random = m.random.random
        if random() >= m.review_rate:
            return
        origin, ideology = self.origin, self.origin.ideology
        best = best_private = -inf
        for faction in m.sides:
            wish = faction.appeal - 0.8 * abs(faction.line - ideology) - 0.8 * log(-log(random()))
            if faction is origin:
                wish += 2.2 * faction.discipline
            if wish > best_private:
                best_private, self.private = wish, faction
            if wish + faction.pressure > best:
                best, self.backing = wish + faction.pressure, faction

    def lean(self, challenger: Faction, joined: set[Faction]) -> float:
        """Leaning against the ruler, but for what all share."""
        m, origin = self.model, self.origin
        value = 0.8 * (abs(m.ruler_line - origin.ideology) - abs(challenger.ideology - origin.ideology))
        if origin in joined:
            value += 2.2 * origin.discipline
        elif origin is m.ruler or m.ruler in origin.pacts:
            value -= 2.2 * origin.discipline
        u = m.random.random()
        return value + 0.8 * log(u / (1.0 - u))

    def retire(self) -> None:
        """Ordinary turnover; leaders stay."""
        m = self.model
        if m.random.random() < 0.0117 and not (self.leads and self.leads.alive):
            ruler_fills = m.random.random() < 0.3
            self.refill(m.ruler if ruler_fills else m.random.choices(m.sides, [f.pull for f in m.sides])[0])

    def refill(self, faction: Faction) -> None:
        """Give the post to a new person of `faction`."""
        m, led = self.model, self.leads
        self.origin = self.backing = self.private = faction
        self.competence = (0.2 + 0.6 * m.random.random()) * (1.0 - 0.5 * m.concentration)
        self.leads = None
        if led:
            led.find_leader()
        if faction.leader is None:
            faction.find_leader()


class Faction(Agent):
    """A faction: its traits, its standing, its choice of the month."""

    def __init__(self, model: Country, name: str, traits: dict[str, Any]) -> None:
        super().__init__(model)
        self.name = name
        self.__dict__.update(traits)
        self.ties, self.courting, self.support, self.line = list(self.given), [0.0, 0.0], self.base, self.ideology
        self.power = self.organising = self.popular = self.hiding = self.accused = self.threat = 0.0
        self.alive, self.inside, self.leader = True, True, None
        self.offers: dict[Faction, int] = {}
        self.pacts: set[Faction] = set()
        self.action, self.target = "none", None

    def find_leader(self) -> None:
        """The highest in rank leads."""
        self.leader = max((c for c in self.model.posts if c.origin is self), key=lambda c: c.weight, default=None)
        if self.leader:
            self.leader.leads = self
            self.born = self.model.month - 12.0 * self.random.gauss(40.0, 6.0)

    def move_support(self) -> None:
        """Popular support, and what a cadre finds in the faction this month."""
        m = self.model
        aim = self.base + 0.32 * (0.5 + self.charisma) * self.popular
        aim -= 0.26 * max(tie * patron.presence for tie, patron in zip(self.ties, m.patrons, strict=True))
        if self is m.ruler:
            aim += 0.35 * self.charisma * m.concentration * min(1.0, m.tenure / 180.0) + 0.3 * math.tanh(40.0 * m.growth)
            aim += 0.1 * m.reform - 0.54 * m.population.hardship
        self.support += 0.015 * (min(1.0, max(0.0, aim)) - self.support)
        self.appeal = 0.8 * self.charisma * self.support
        self.pressure = self.organising + 1.86 * self.power + (0.35 if self is m.ruler else -0.97 * m.concentration * (1.0 + self.accused))

    def look_ahead(self) -> None:
        """Protection, chance of a challenge, hope and threat, from the month's board."""
        m, ruler = self.model, self.model.ruler
        self.protection = sum(patron.presence * tie for tie, patron in zip(self.ties, m.patrons, strict=True))
        cover = min(1.0, self.protection)
        self.undone = 0.96 * m.outside["appetite"][m.month] * (1.0 - m.conflict) * cover
        self.pull = max(self.share, 1e-6) ** 1.18 * exp(1.35 * self.organising)
        self.chance = self.hope = self.threat = 0.0
        if self is ruler or not self.alive:
            return
        rivals = [f for f in m.sides if f is not ruler]
        sure = sum(f.power for f in rivals if f is self or f in self.pacts)
        perhaps = sum(f.power for f in rivals if f is not self and f not in self.pacts and ruler not in f.pacts)
        self.chance = sigmoid(7.2 * (sure + 0.4 * perhaps - MAJORITY))
        for tie, patron in zip(self.ties, m.patrons, strict=True):
            nearer = max(0.0, abs(m.ruler_line - patron.line) - abs(self.ideology - patron.line))
            self.hope = max(self.hope, patron.presence * tie * nearer * (0.25 + 2.0 * patron.shift))
        self.threat = (1.0 - cover) * (0.5 * (ruler.inside and not self.inside) + 0.5 * ruler.power)

    def options(self) -> list[tuple[float, str, Any]]:
        """Every action open to the faction, with its expected gain and its target."""
        m = self.model
        found: list[tuple[float, str, Any]] = [
            (2.31 * (1.0 - self.power), "organise", None),
            (1.16 * (1.0 - self.support) * (0.5 + self.charisma), "court_people", None),
        ]
        for patron in m.patrons:
            ease = (0.3 + self.given[patron.number]) * (0.5 + self.threat) * (1.0 - 0.5 * abs(self.line - patron.line))
            found.append((2.76 * patron.presence * ease, "court_patron", patron))
        others = [f for f in m.sides if f is not self]
        for f in others:
            gain = 2.34 * (f.power + 0.5 * (self.inside and f.inside) - 0.5 * abs(f.line - self.line) - 0.5)
            found.append((gain - 1.5 * (m.month - self.offers.get(f, -99) < 6), "ally", f))
        return found + (self.of_ruler(others) if self is m.ruler else self.of_rival(others))

    def of_rival(self, others: list[Faction]) -> list[tuple[float, str, Any]]:
        """What only a faction out of office can do."""
        m, ruler = self.model, self.model.ruler
        found = [(0.52 * self.threat, "lie_low", None)]
        found += [(5.8 * (f.power - 0.5 * f.protection - 0.4 * (f in self.pacts) - 0.2), "denounce", f) for f in others if f is not ruler]
        if m.tenure > 6:
            danger = (1.0 - self.chance) * self.power * (1.0 + m.concentration) * (1.0 - 0.5 * min(1.0, self.protection))
            gain = 7.2 * (self.chance * (1.0 - self.power) - danger) + 12.4 * (self.hope - 0.5 * m.content)
            found.append((gain + 2.0 * (not ruler.inside) - 3.0 * self.accused - 3.0, "challenge", None))
        return found

    def of_ruler(self, others: list[Faction]) -> list[tuple[float, str, Any]]:
        """What only the ruler can do."""
        m, hardship = self.model, self.model.population.hardship
        found = [(0.26, "govern", None)]
        for f in others:
            if f.share > 0.012:
                gain = 3.5 * f.power + 1.64 * f.accused + 6.2 * m.blame * f.other_half + 2.2 * (self.inside and not f.inside)
                found.append((gain - 6.0 * m.coup_risk - 0.5 * f.undone - 1.4 * (f in self.pacts) - 3.2 * m.turmoil - 0.8 * f.hiding - 2.6, "purge", f))
        if m.month > 93:
            strength = 0.75 * (m.mobilisation - 0.5) - 0.27 * (m.outside["income"][m.month] - 0.8) + 0.6 * self.protection
            chance = sigmoid(strength - 2.0 * m.outside["guarantee"][m.month] + 0.9 * max(0.0, m.random.gauss(0.0, 1.0) - 1.0))
            prize = chance * (1.0 + 1.6 * self.adventurism * (0.5 + 0.5 * m.concentration) + 0.4 * self.other_half)
            cost = 0.6 * (1.0 - 0.3 * self.adventurism) + 0.5 * (1.0 - chance) + 0.64 * m.dependence
            found.append((3.9 * (prize - cost + 0.35 * hardship * (1.0 - self.support)) - 1.5, "war", None))
        if m.campaign_left == 0:
            gap = self.charisma * self.support - m.party_control * (1.0 - m.drift)
            found.append((2.6 * gap + 1.4 * m.ruler_line - 1.9 * m.party_control - 2.0 * m.coup_risk - 5.0, "campaign", None))
        pull = sum(p.presence * tie * max(0.0, m.ruler_line - p.line) for tie, p in zip(self.ties, m.patrons, strict=True))
        found.append((4.2 * (hardship + 0.5 - self.support) + 3.1 * pull - m.ruler_line - 1.0, "reform", None))
        return found

    def choose(self) -> None:
        """The action with the greatest gain and luck."""
        self.action, self.target = "none", None
        if self.alive:
            random = self.model.random.random
            _, self.action, self.target = max(self.options(), key=lambda option: option[0] - log(-log(random())))

    def work(self) -> None:
        """What the choice adds to, and what fades."""
        action = self.action
        self.organising += 0.1 * ((action == "organise") - self.organising)
        self.popular += 0.1 * ((action == "court_people") - self.popular)
        self.hiding += 0.1 * ((action == "lie_low") - self.hiding)
        self.courting = [old + 0.1 * ((self.target is patron) - old) for old, patron in zip(self.courting, self.model.patrons, strict=True)]
        denouncers = sum(f.action == "denounce" and f.target is self for f in self.model.sides)
        self.accused = min(1.0, self.accused * (0.93 if action == "lie_low" else 0.96) + 0.15 * denouncers)
        if action == "ally":
            self.offers[self.target] = self.model.month

    def make_pacts(self) -> None:
        """A pact stands while both offers are not a year old."""
        since = self.model.month - 12
        self.pacts = {f for f, month in self.offers.items() if month > since and f.alive and f.offers.get(self, -99) > since}
