"""Random meetings, and the Danish letter a secretary would write of one: what is written has to be read back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from kl_calendar.model.meeting import Choice, Meeting, Person, Slot

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
FIRST = st.sampled_from(("Ida", "Bo", "Asta", "Karl Emil", "Søren", "Åse", "Mette Marie", "H.C."))
LAST = st.sampled_from(("Holm", "Krag", "Lind", "Østerby", "Ravn Dahl", "Brink", "Møller"))
ROLES = st.sampled_from((None, "borgmester", "direktør", "formand for udvalget", "skoleleder"))
PEOPLE = st.builds(lambda first, last, role: Person(f"{first} {last}", role), FIRST, LAST, ROLES)
TITLES = st.builds(
    lambda what, about: f"{what} {about}",
    st.sampled_from(("Oplæg om", "Debat om", "Erfaringer med", "Status på", "Drøftelse af", "Nyt om")),
    st.sampled_from(("dagtilbud", "folkeskolen", "unges trivsel", "økonomien", "læsning og leg", "tidlig indsats")),
)
NOTES = st.sampled_from(("Kort runde om bordet", "Spørgsmål fra salen", "Materialer deles ud", "Tid til eftertanke"))
CHOICES = st.lists(TITLES.map(Choice), min_size=2, max_size=4, unique=True).map(tuple)
PLACES = st.sampled_from(
    (
        "Kulturhuset, Havnegade 1, 9999 Nordby",
        "Nordby Rådhus, Torvet 2, 9999 Nordby",
        "Hotel Strand, Kystvej 31, 9998 Sydby",
    )
)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
LENGTHS = st.sampled_from((10, 15, 20, 30, 45, 60))


@st.composite
def slots(draw: st.DrawFn, start: datetime) -> tuple[Slot, ...]:
    """Slots that follow one another, each with what a programme line may carry."""
    made = []
    for _ in range(draw(st.integers(2, 7))):
        end = start + timedelta(minutes=draw(LENGTHS))
        choices = draw(st.just(()) | CHOICES)
        notes = () if choices else tuple(draw(st.lists(NOTES, max_size=2, unique=True)))
        speakers = tuple(draw(st.lists(PEOPLE, max_size=2, unique_by=lambda person: person.name)))
        made.append(Slot(start, draw(TITLES), end, speakers, choices=choices, notes=notes))
        start = end
    return tuple(made)


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """A meeting of one day, all of whose facts are written in its letter."""
    day = draw(DAYS)
    start = datetime(day.year, day.month, day.day, draw(st.integers(7, 13)), draw(st.sampled_from((0, 15, 30, 45))))
    programme = draw(slots(start))
    return Meeting(
        title=draw(st.sampled_from(("Temadag om dagtilbud", "Politisk møde i Nordby", "Konference om folkeskolen"))),
        start=start,
        end=programme[-1].end,
        location=draw(PLACES),
        registration_url=f"https://tilmeld.example.dk/{draw(st.integers(1, 99999))}",
        registration_deadline=day - timedelta(days=draw(st.integers(3, 60))),
        document_date=day - timedelta(days=draw(st.integers(61, 200))),
        slots=programme,
    )


def letter(meeting: Meeting, *, ranges: bool) -> str:
    """The letter of a meeting; `ranges` prints every slot's end, else the next slot's start is it."""
    start, end, deadline = meeting.start, meeting.end, meeting.registration_deadline
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    assert deadline is not None
    assert meeting.document_date is not None
    hours = f"kl. {start:%H.%M}-{end:%H.%M}"
    head = f"Dato: {day_in_words(meeting.document_date)}\n\n# {meeting.title}\n\n"
    when = f"{WEEKDAYS[start.weekday()].capitalize()} den {day_in_words(start)} {hours}\n\n"
    lines = "".join(line(slot, ranges=ranges) for slot in meeting.slots)
    last = f"\n## Tilmelding\n\nTilmelding senest den {day_in_words(deadline)}: <{meeting.registration_url}>\n"
    return f"{head}{when}## Program\n\n{lines}{last}\n## Sted\n\n{meeting.location}\n"


def line(slot: Slot, *, ranges: bool) -> str:
    """One slot as list item with what belongs below it."""
    clock = f"{slot.start:%H.%M}-{slot.end:%H.%M}" if ranges and slot.end else f"{slot.start:%H.%M}"
    people = " og ".join(", ".join(filter(None, (person.name, person.role))) for person in slot.speakers)
    said = f" v/ {people}" if people else ""
    below = [f"  - {note}\n" for note in slot.notes]
    if slot.choices:
        below.append("  Vælg et af følgende temaer:\n")
        below += [f"  {number}. {choice.title}\n" for number, choice in enumerate(slot.choices, start=1)]
    return f"- Kl. {clock} **{slot.title}{said}**\n" + "".join(below)


def day_in_words(day: date) -> str:
    """A day as Danish letters write it."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
