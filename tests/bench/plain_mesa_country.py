"""One world of the plain Mesa model (`tests.bench.plain_mesa`): the month, in the order of the project's."""

from __future__ import annotations

from math import exp, log

from mesa import DataCollector, Model

from tests.bench.plain_mesa_agents import MAJORITY, ORGANS, Cadre, Faction, Patron, Population, ruling_coalition, sigmoid
from tests.bench.plain_mesa_outside import TRAITS, series

CADRES, MONTHS = 200, 651
MONTHLY = ("month", "ended", "concentration", "repression", "coup_risk", "turmoil", "growth", "aid", "dependence", "alignment",
           "mobilisation", "falsification")  # fmt: skip


class Country(Model):
    """One world."""

    def __init__(self, cadres: int = CADRES, months: int = MONTHS, seed: int | None = None) -> None:
        super().__init__(seed=seed)
        self.months, self.month, self.outside = months, 0, series(months)
        self.ended = ""
        self.events: list[tuple[int, str, str, str]] = []
        self.concentration = self.reform = self.turmoil = self.blame = self.drift = self.growth = self.destroyed = self.alignment = 0.0
        self.coup_risk = self.content = self.dependence = self.repression = self.ruler_line = self.at_war = self.falsification = 0.0
        self.tenure = self.campaign_left = self.campaign_age = 0
        self.mobilisation, self.fell, self.last_uprising, self.asked, self.restless = 0.3, False, -99, False, 0
        self.patrons = list(Patron.create_agents(self, 2, [0, 1]))
        self.factions = Faction.create_agents(self, len(TRAITS), list(TRAITS), list(TRAITS.values()))
        self.population = Population(self)
        self.sides = list(self.factions)
        self.posts = [self.first_cadre(i) for i in range(cadres)]
        self.cadres = self.agents_by_type[Cadre]
        self.committee = [c for i, c in enumerate(self.posts) if i % 5 == 0]
        self.factions.do("find_leader")
        self.look_outside()
        self.ruler = max(self.sides, key=lambda f: 2.2 * f.given[0] + 1.5 * f.charisma + 0.8 * f.base - 0.35 * log(self.random.expovariate(1.0)))
        self.board()
        self.concentration = self.ruler.share
        self.datacollector = DataCollector(
            model_reporters={"ruler": lambda m: m.ruler.name, **{name: name for name in MONTHLY}},
            agenttype_reporters={Faction: {name: name for name in ("name", "power", "support", "seats", "action")}},
        )

    def first_cadre(self, i: int) -> Cadre:
        """The holder of post i at the start."""
        rank = 10.0 if i % 20 == 0 else 3.0 if i % 5 == 0 else 1.0
        origin = self.random.choices(self.sides, [f.reach for f in self.sides])[0]
        return Cadre(self, rank, self.random.choices(list(ORGANS), ORGANS.values())[0], origin)

    def note(self, kind: str, who: Faction | None = None, whom: Faction | None = None) -> None:
        """Enter an event."""
        self.events.append((self.month, kind, who.name if who else "", whom.name if whom else ""))

    def step(self) -> None:
        """One month."""
        self.fell = False
        self.look_outside()
        self.economy()
        self.factions.do("move_support")
        self.review_rate = 0.01 * (2.5 if self.turmoil > 0.2 else 1.0)
        self.cadres.do("reconsider")
        self.board()
        self.concentration += 0.008 * (self.ruler.share - self.concentration)
        self.factions.do("choose")
        self.factions.do("work").do("make_pacts")
        self.reform += 0.1 * ((self.ruler.action == "reform") - self.reform)
        self.turmoil *= 0.93
        self.vote()
        self.purge()
        self.cadres.do("retire")
        self.campaign()
        self.war()
        if not self.ended:
            self.unrest()
        if not self.ended:
            self.deaths()
        self.close_month()

    def look_outside(self) -> None:
        """The calendar of the month."""
        for patron in self.patrons:
            patron.look()
        self.conflict = self.outside["conflict"][self.month]
        self.at_war = self.outside["destruction"][self.month] > 0.0

    def economy(self) -> None:
        """Aid, blame, growth, what people have and want, mobilisation, alignment."""
        destruction, people, ruler = self.outside["destruction"][self.month], self.population, self.ruler
        first, second = (patron.goodwill() for patron in self.patrons)
        self.dependence = max(first, second) / (0.35 + first + second)
        given = (first + second) * (0.06 + 0.77 * self.destroyed)
        self.aid = given / (given + people.consumption)
        self.blame = self.blame + 0.12 * (1.0 - self.blame) if self.at_war else self.blame * 0.975
        self.destroyed = min(1.0, 0.97 * self.destroyed + destruction)
        growth = 0.0065 * (1.0 - people.consumption / 2.3) + (0.0 if self.at_war else 0.012 * self.destroyed)
        growth += 0.0034 * (self.competence - 0.5) + 0.0024 * (first + second - 0.3) - 0.006 * self.mobilisation
        growth += self.random.gauss(0.0, 0.0042) - 0.7 * destruction - 0.012 * (self.campaign_left > 0)
        people.live(growth)
        self.growth += 0.1 * (growth - self.growth)
        self.mobilisation += 0.02 * (0.3 + 0.7 * ruler.adventurism - self.mobilisation)
        one, two = self.patrons
        pull = ruler.ties[1] - ruler.ties[0] + 0.5 * (abs(self.ruler_line - one.line) - abs(self.ruler_line - two.line))
        self.alignment += 0.03 * (min(1.0, max(-1.0, pull)) * (0.4 + 0.6 * (1.0 - self.concentration)) - self.alignment)

    def count_posts(self) -> None:
        """Who backs whom, by weight; the ruler's hold on party and forces; competence."""
        shares, total, competence = dict.fromkeys(self.factions, 0.0), 0.0, 0.0
        party = party_ruler = forces = forces_ruler = 0.0
        for cadre in self.posts:
            weight, backing = cadre.weight, cadre.backing
            shares[backing] += weight
            total += weight
            competence += weight * cadre.competence
            if cadre.organ == "party":
                party += weight
                party_ruler += weight * (backing is self.ruler)
            elif cadre.organ != "state":
                forces += weight
                forces_ruler += weight * (backing is self.ruler)
        for faction, weight in shares.items():
            faction.share = weight / total
        self.competence = competence / total
        self.party_control, self.forces_control = party_ruler / max(party, 1e-9), forces_ruler / max(forces, 1e-9)

    def board(self) -> None:
        """Power, coalition, the ruler's hold, everyone's prospects."""
        self.count_posts()
        for f in self.factions:
            f.alive = f.share > 0.004 or f is self.ruler
            f.ties = [min(1.0, given + 0.6 * courted) for given, courted in zip(f.given, f.courting, strict=True)]
            backed = 1.0 + 1.05 * sum(tie * patron.presence for tie, patron in zip(f.ties, self.patrons, strict=True))
            f.power = f.alive * f.share * backed * (1.0 + 0.5 * f.charisma)
        self.sides = list(self.factions.select(lambda f: f.alive))
        total = self.factions.agg("power", sum)
        for f in self.factions:
            f.power /= total
        coalition = ruling_coalition([f.power for f in self.sides])
        for bit, f in enumerate(self.sides):
            f.inside = bool(coalition >> bit & 1)
        ruler = self.ruler
        self.repression = (0.6 * self.concentration + 0.4 * self.forces_control) * (1.0 - 0.3 * self.reform)
        nearer = max(self.patrons, key=lambda patron: patron.presence * ruler.ties[patron.number])
        self.ruler_line = ruler.ideology + 0.7 * self.reform * (nearer.line - ruler.ideology)
        for f in self.factions:
            f.line = self.ruler_line if f is ruler else f.ideology
        self.content = sum(p.presence * ruler.ties[p.number] * max(0.0, 1.0 - 1.5 * abs(self.ruler_line - p.line)) for p in self.patrons)
        self.factions.do("look_ahead")
        self.coup_risk = self.factions.agg("chance", max)

    def vote(self) -> None:
        """The committee votes on the ruler if he is challenged; members follow one another."""
        challengers = [f for f in self.sides if f.action == "challenge"]
        if not challengers:
            return
        leader, ruler = max(challengers, key=lambda f: f.chance), self.ruler
        joined = {leader, *challengers, *leader.pacts} - {ruler}
        common = 0.8 * (leader.charisma * leader.support - ruler.charisma * ruler.support) + self.random.gauss(0.0, 1.5)
        common += 0.8 * sum(p.presence * (abs(self.ruler_line - p.line) - abs(leader.ideology - p.line)) for p in self.patrons)
        common -= 0.5 * self.content + 0.97 * (0.5 + self.concentration)
        leanings = [(common + cadre.lean(leader, joined), cadre.weight) for cadre in self.committee]
        total, share = sum(weight for _, weight in leanings), 0.0
        for _ in range(30):
            before = share
            share = sum(weight for leaning, weight in leanings if leaning + 2.54 * before > 0.0) / total
            if share <= before:
                break
        if share > MAJORITY:
            self.note("fall", leader, ruler)
            self.take_office(leader, 0.6, 0.25, 0.6)
            ruler.accused = max(ruler.accused, 0.7)
            return
        self.note("challenge", leader, ruler)
        for f in joined:
            f.accused = max(f.accused, 1.0 if f is leader else 0.6)

    def take_office(self, new: Faction, kept: float, following: float, turmoil: float) -> None:
        """A new faction rules; some go over to it; the old leader goes."""
        old = self.ruler
        self.ruler, self.fell = new, True
        self.concentration *= kept
        self.tenure, self.reform, self.ruler_line, self.campaign_left = 0, 0.0, new.ideology, 0
        self.turmoil = max(self.turmoil, turmoil)
        for cadre in self.posts:
            if cadre.backing is not new and self.random.random() < following:
                cadre.backing = new
        if following and old.leader:
            old.leader.refill(old)

    def purge(self) -> None:
        """The ruler's purge, unless he fell or the patrons forbid it."""
        ruler = self.ruler
        if self.fell or ruler.action != "purge":
            return
        victim = ruler.target
        if self.random.random() < victim.undone:
            self.note("reversal", ruler, victim)
            self.turmoil = min(1.0, self.turmoil + 0.2)
            return
        self.note("purge", ruler, victim)
        reach, leader = 0.52 * (1.0 - 0.7 * victim.organising), victim.leader
        for cadre in self.posts:
            if cadre is leader or (cadre.backing is victim and self.random.random() < reach):
                cadre.refill(ruler)
        self.turmoil = min(1.0, self.turmoil + 0.4)

    def campaign(self) -> None:
        """The people against the apparatus: every half year a wave through the party posts."""
        self.drift = min(0.6, self.drift + 0.0025)
        if self.ruler.action == "campaign" and not self.fell and self.campaign_left == 0:
            self.note("campaign", self.ruler)
            self.campaign_left, self.campaign_age = self.random.randrange(24, 72), 0
        if self.campaign_left == 0:
            return
        if self.campaign_age % 6 == 0:
            liked = [f.support * (2.0 if f is self.ruler else 1.0) + 1e-6 for f in self.sides]
            for cadre in self.posts:
                if cadre.organ == "party" and not cadre.leads and self.random.random() < 0.12:
                    cadre.refill(self.random.choices(self.sides, liked)[0])
        self.campaign_age += 1
        self.campaign_left -= 1
        if self.campaign_left == 0:
            self.drift = 0.0

    def war(self) -> None:
        """The ruler's war ends the world."""
        if self.ruler.action == "war" and not self.fell:
            self.note("war", self.ruler)
            self.ended = "war"

    def unrest(self) -> None:
        """Protest, the patron asked for troops, breakdown, a negotiated opening."""
        people = self.population
        people.come_out()
        if people.protest < 0.1:
            self.asked = False
        elif self.month - self.last_uprising > 24:
            self.note("uprising", None, self.ruler)
            self.last_uprising, self.turmoil = self.month, max(self.turmoil, 0.6)
        if people.protest > 0.27 and not self.asked:
            self.asked = True
            patron = max(self.patrons, key=lambda p: p.stake())
            if self.random.random() < sigmoid(8.0 * (patron.stake() - 0.35)):
                self.troops(patron)
            else:
                self.breakdown()
        ready = self.reform > 0.35 and self.concentration < 0.5 and people.protest > 0.04
        self.restless = self.restless + 1 if ready else 0
        if self.restless == 12 and not self.ended:
            self.note("opening", self.ruler)
            self.ended = "opening"

    def troops(self, patron: Patron) -> None:
        """A patron's troops put its friend in office."""
        friend = max(self.sides, key=lambda f: (f.ties[patron.number], f is self.ruler))
        self.note("intervention", friend, self.ruler)
        self.turmoil = max(self.turmoil, 0.8)
        if friend is not self.ruler:
            self.take_office(friend, 0.8, 0.25, 0.8)

    def breakdown(self) -> None:
        """Without troops the regime may break down, and be absorbed by its rich neighbour."""
        presence, protest = sum(p.presence for p in self.patrons), self.population.protest
        if presence >= 1.3 or self.random.random() >= sigmoid(8.0 * (protest - 0.45) + 3.0 * (0.5 - self.repression)):
            return
        income = self.outside["income"][self.month]
        chance = sigmoid(2.2 * (log(income) - 1.2) - 4.0 * (0.4 * presence - 0.42)) if income > 3.0 else 0.0
        self.ended = "absorbed" if self.random.random() < chance else "opening"
        self.note(self.ended, None, self.ruler)

    def deaths(self) -> None:
        """Leaders die; a strong ruler leaves an heir, else the strongest follows."""
        random = self.random.random
        for f in self.sides:
            if f.leader is None or random() >= 0.0001 * exp(0.085 * ((self.month - f.born) / 12.0 - 30.0)):
                continue
            self.note("death", f)
            f.leader.refill(f)
            if f is not self.ruler:
                continue
            if f.power > 0.62 and self.concentration > 0.62 and self.tenure > 240:
                self.tenure = 0
                self.note("heir", f)
            else:
                new = max(self.sides, key=lambda side: side.power * (0.5 + side.charisma))
                self.note("succession", new, f)
                self.take_office(new, 0.6, 0.0, 0.0)

    def close_month(self) -> None:
        """Hidden wishes, seats by origin; write the month down."""
        self.falsification = sum(c.private is not c.backing for c in self.posts) / len(self.posts)
        seats = self.committee_weights()
        for f in self.factions:
            f.seats = seats.get(f, 0.0)
        self.tenure += 1
        self.datacollector.collect(self)
        self.month += 1
        self.running = not self.ended and self.month < self.months

    def committee_weights(self) -> dict[Faction, float]:
        """Share of the committee by group of origin."""
        seats: dict[Faction, float] = {}
        for cadre in self.committee:
            seats[cadre.origin] = seats.get(cadre.origin, 0.0) + cadre.weight
        total = sum(seats.values())
        return {f: weight / total for f, weight in seats.items()}
