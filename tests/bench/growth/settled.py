"""What the loader writes for quarters whose votes are tallies: the columns of each table as expressions over a quarter."""

from tests.bench.growth.statements import EMPTY, FALSE, Columns

TALLIED = "200 * (1 + person.place)"
CUT_TABLES: dict[str, Columns] = {
    "vote_quarters": {
        "office_id": ":office",
        "year": "year",
        "quarter": "quarter",
        "starts_on": "first",
        "ends_on": "last",
        "cut_at": "moment()",
        "emptied_at": "moment()",
        "locked_at": "moment()",
        "deviations": "json('{}')",
    },
    "vote_tallies": {
        "office_id": ":office",
        "officer_id": "person.id",
        "line": "'desk'",
        "held_by": "'guest'",
        "year": "year",
        "quarter": "quarter",
        "n1": "5",
        "n2": "10",
        "n3": "40",
        "n4": TALLIED,
        "served": "2 * 200 * (1 + person.place)",
        "rated": TALLIED,
        "weeks": "12",
        "most_from_contact": "2",
        "with_standard": TALLIED,
        "within_standard": "150",
        "excluded": "0",
        "is_demo": FALSE,
    },
    "published_scores": {
        "office_id": ":office",
        "officer_id": "person.id",
        "year": "year",
        "quarter": "quarter",
        "line": "'desk'",
        "vote_count": TALLIED,
        "served_count": "2 * 200 * (1 + person.place)",
        "rated_count": TALLIED,
        "figures": """json('{"score": "91.25", "low": "88.10", "high": "94.02", "is_provisional": false}')""",
        "published_at": "moment()",
    },
    "award_periods": {
        "office_id": ":office",
        "year": "year",
        "quarter": "quarter",
        "line": "'desk'",
        "starts_on": "first",
        "ends_on": "last",
        "state": "'cancelled'",
        "parameters": "json('{}')",
        "opened_at": "moment()",
        "opened_by_id": "(SELECT min(id) FROM bench_people)",
        "check_note": EMPTY,
        "sk_number": EMPTY,
        "cancel_reason": "'Tidak ada yang memenuhi syarat.'",
        "is_demo": FALSE,
    },
}
PER_PERSON = "bench_quarters CROSS JOIN bench_people AS person"
PEOPLE_OF_QUARTERS = {"vote_tallies": PER_PERSON, "published_scores": PER_PERSON}
