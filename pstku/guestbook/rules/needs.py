"""What guests sought, and what they did not obtain by day and by topic. Pure: values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from uuid import UUID

from pstku.guestbook.rules.states import PartKey

Topic = tuple[str, str]  # key of an indicator or empty; mark of the words or empty
NOT_OBTAINED = ("no", "not_yet", "yes_not_fitting")
NOTHING_SAID: Topic = ("", "")


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """Something sought; `id` leads to its words as long as they are kept, `part` is that of its visit."""

    id: UUID
    part: PartKey
    topic: Topic
    obtained: str
    created_at: datetime


@dataclass(slots=True)
class Sought:
    """How often a topic was sought, and how often it was obtained as wanted, or otherwise; `example`: id of such a need."""

    example: str
    count: int = 0
    fitting: int = 0
    not_fitting: int = 0

    def add(self, other: "Sought") -> None:
        """Add the counts of another row about the same topic."""
        self.count += other.count
        self.fitting += other.fitting
        self.not_fitting += other.not_fitting


@dataclass(slots=True)
class Unmet:
    """How often a topic was sought and not obtained, and the first and last moment; `example`: the id of the first.

    Id and moments are text as they are stored, for thousands are read and few are looked up. Moments are ISO 8601 in UTC,
    so that text in order is time in order.
    """

    example: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class UnmetTopic:
    """A topic over several days: how often it was not obtained, the first and last moment, and the same day by day."""

    count: int
    first: str
    last: str
    days: tuple[tuple[date, Unmet], ...]

    @property
    def example(self) -> str:
        """The id of one such need."""
        return self.days[0][1].example

    def and_on(self, day: date, one: Unmet) -> "UnmetTopic":
        """With another day."""
        first, last = min(self.first, one.first), max(self.last, one.last)
        return UnmetTopic(self.count + one.count, first, last, (*self.days, (day, one)))


UnmetNeeds = Mapping[Topic, Unmet]
NO_TOPICS: Mapping[Topic, UnmetTopic] = MappingProxyType({})


def sought_of(needs: Iterable[NeedFacts]) -> dict[Topic, Sought]:
    """How often each topic was sought, and what became of it."""
    found: dict[Topic, Sought] = {}
    for need in needs:
        one = found.setdefault(need.topic, Sought(str(need.id)))
        one.count += 1
        one.fitting += need.obtained == "yes_fits"
        one.not_fitting += need.obtained == "yes_not_fitting"
    return found


def unmet_of(needs: Iterable[NeedFacts]) -> dict[Topic, Unmet]:
    """What was not obtained, by topic; without needs whose words were erased and that name no indicator."""
    found: dict[Topic, Unmet] = {}
    for need in sorted(needs, key=lambda need: (need.created_at, need.id)):
        if need.obtained not in NOT_OBTAINED or need.topic == NOTHING_SAID:
            continue
        at = need.created_at.astimezone(UTC).isoformat()
        one = found.setdefault(need.topic, Unmet(str(need.id), 0, at, at))
        one.count, one.last = one.count + 1, at
    return found


def by_topic(
    days: Mapping[date, UnmetNeeds], before: Mapping[Topic, UnmetTopic] = NO_TOPICS
) -> dict[Topic, UnmetTopic]:
    """What was not obtained on these days, and `before`, topic by topic."""
    found = dict(before)
    for day, unmet in days.items():
        for topic, one in unmet.items():
            known = found.get(topic)
            found[topic] = (
                known.and_on(day, one) if known else UnmetTopic(one.count, one.first, one.last, ((day, one),))
            )
    return found
