"""What the loader writes for every visit: each column of each table as an expression over the days and its number `n`."""

from dataclasses import dataclass

MULTIPLIERS = (48271, 69621, 39373, 44497, 30911, 52937, 61417, 40692, 45991, 56791, 33457, 65539)


def drawn(kind: int, below: int | str) -> str:
    """A number from 0 to below that looks drawn, the same for the same visit on both engines."""
    return f"((n * {MULTIPLIERS[kind]} + {kind * 7919}) % 2147483647 / 7 % {below})"


# Seconds after the opening: when the guest came, met an officer and left.
CAME = drawn(0, 27000)
STARTED = f"({CAME} + 20 + {drawn(1, 1800)})"
CLOSED = f"({STARTED} + 120 + {drawn(2, 2400)})"
IS_GONE, IS_FIELD, IS_RATED = f"{drawn(3, 100)} < 4", f"{drawn(4, 100)} < 12", f"{drawn(5, 100)} < 60"
IS_VOTE = f"has_votes AND {IS_RATED} AND NOT ({IS_GONE})"
OFFICER = f"(SELECT id FROM bench_people WHERE place = {drawn(6, 100)} % (SELECT count(*) FROM bench_people))"
SERVICE = f"(SELECT id FROM bench_services WHERE place = {drawn(7, 100)} % (SELECT count(*) FROM bench_services))"
DTSEN = "(SELECT id FROM service_types WHERE office_id = :office AND code = 'konsultasi_dtsen')"
OTHER_SERVICE = "(SELECT id FROM bench_services WHERE place = 0)"
HAS_NEED = f"{drawn(8, 100)} < 50"
TOPIC = drawn(9, 50)
AGENCIES = "(SELECT agencies FROM bench_size)"
EARLY_AGENCY = f"(SELECT min(id) FROM agencies WHERE office_id = :office) + {drawn(10, AGENCIES)}"
AGENCY_NAME = "CASE n % 4 WHEN 0 THEN 'Universitas ' WHEN 1 THEN 'Dinas ' WHEN 2 THEN 'SMA ' ELSE 'PT ' END || n"
HAS_PHONE = f"has_name AND {drawn(11, 100)} < 40"
FALSE, EMPTY = "(1 = 0)", "''"
GUEST, VISIT, VOTE, NEED, CALL, COMPLAINT, COMMENT, REMARK = range(1, 9)

Columns = dict[str, str]


@dataclass(frozen=True)
class Source:
    """A table's columns; `each`: rows per visit as (alias, count); `where`: which visits have one."""

    columns: Columns
    where: str = "(1 = 1)"
    times: int = 1


# `at(...)`, `key(...)` and the like are filled in by the dialect.
TABLES: dict[str, Source] = {
    "agencies": Source(
        {
            "office_id": ":office",
            "name": AGENCY_NAME,
            "name_key": f"lower({AGENCY_NAME})",
            "category": "'government'",
        },
        where=f"n < {AGENCIES}",
    ),
    "guests": Source(
        {
            "id": f"key({GUEST})",
            "office_id": ":office",
            "name": "CASE WHEN has_name THEN 'Tamu ' || n END",
            "salutation": EMPTY,
            "phone_index": f"CASE WHEN {HAS_PHONE} THEN hex64(n) END",
            "is_minor": FALSE,
            "created_at": f"at({CAME})",
            "anonymised_at": "CASE WHEN NOT has_name THEN at(0) END",
            "is_demo": FALSE,
        }
    ),
    "consents": Source(
        {
            "guest_id": f"key({GUEST})",
            "purpose": "CASE turn WHEN 0 THEN 'follow_up' ELSE 'recognition' END",
            "notice_version": "'1'",
            "source": "'tablet'",
            "given_at": f"at({CAME})",
        },
        where=HAS_PHONE,
        times=2,
    ),
    "visits": Source(
        {
            "id": f"key({VISIT})",
            "office_id": ":office",
            "guest_id": f"key({GUEST})",
            "day": "day",
            "letter": "'A'",
            "number": "n - first_n + 1",
            "code": "CASE WHEN has_code THEN code4() END",
            "service_type_id": SERVICE,
            "channel": f"CASE WHEN {IS_FIELD} THEN 'field' ELSE 'tablet' END",
            "state": f"CASE WHEN {IS_GONE} THEN 'no_show' ELSE 'done' END",
            "officer_id": f"CASE WHEN NOT ({IS_GONE}) THEN {OFFICER} END",
            "created_at": f"at({CAME})",
            "called_at": f"at({STARTED})",
            "started_at": f"CASE WHEN NOT ({IS_GONE}) THEN at({STARTED}) END",
            "closed_at": f"at({CLOSED})",
            "clock_skew_seconds": "0",
            "age_group": "'26_34'",
            "sex": f"CASE WHEN {drawn(2, 2)} = 0 THEN 'male' ELSE 'female' END",
            "education": "'s1'",
            "occupation": "'student'",
            "agency_category": "'university'",
            "agency_id": f"CASE WHEN {drawn(11, 100)} < 30 THEN {EARLY_AGENCY} END",
            "purpose": "'assignment'",
            "facility": "'walk_in'",
            "needs_help": FALSE,
            "help_note": EMPTY,
            "party_size": "1",
            "question": EMPTY,
            "follow_up": FALSE,
            "outcome": "'done_on_the_spot'",
            "referral_note": EMPTY,
            "completed_at": f"at({CLOSED})",
            "invite_skipped_reason": EMPTY,
            "rated_at": f"CASE WHEN {IS_VOTE} THEN at({CLOSED}) END",
            "is_demo": FALSE,
        }
    ),
    "contact_promises": Source(
        {
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "purpose": "'follow_up'",
            "promised_at": f"at({CAME})",
            "tries": "0",
            "closed_at": f"CASE WHEN NOT (has_code AND {drawn(1, 10)} = 0) THEN at({CLOSED}) END",
            "note": EMPTY,
        },
        where=HAS_PHONE,
    ),
    "visit_services": Source(
        {"visit_id": f"key({VISIT})", "service_type_id": OTHER_SERVICE},
        where=f"{drawn(7, 100)} % 10 = 0",
    ),
    "visit_events": Source(
        {
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "at": f"at(CASE turn WHEN 0 THEN {CAME} WHEN 1 THEN {STARTED} ELSE {CLOSED} END)",
            "kind": "CASE turn WHEN 0 THEN 'registered' WHEN 1 THEN 'started' WHEN 2 THEN 'closed' ELSE 'completed' END",
            "actor_id": f"CASE WHEN turn > 0 THEN {OFFICER} END",
            "note": EMPTY,
        },
        where="turn < 3 OR n % 10 = 0",  # one in ten is corrected
        times=4,
    ),
    "invitations": Source(
        {
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "created_at": f"at({CLOSED})",
            "expires_at": f"at({CLOSED} + 120)",
            "ended_at": f"at({CLOSED} + 60)",  # by the vote, or by the next guest's invitation
        },
        where=f"NOT ({IS_GONE}) AND NOT ({IS_FIELD})",
    ),
    "help_calls": Source(
        {
            "id": f"key({CALL})",
            "office_id": ":office",
            "created_at": f"at({CAME})",
            "answered_at": f"CASE WHEN {drawn(1, 2)} = 0 THEN at({CAME} + 60) END",
        },
        where="n % 50 = 0",
    ),
    "complaints": Source(
        {
            "id": f"key({COMPLAINT})",
            "office_id": ":office",
            "code": "'K' || n",
            "text": "'Menunggu lama.'",
            "name": EMPTY,
            "channel": "'tablet'",
            "created_at": f"at({CAME})",
            "received_on": "day",
            "first_word": EMPTY,
            "due_on": "day",
            "answer": "'Terima kasih.'",
            "answered_at": f"at({CLOSED})",
            "finding": "'not_upheld'",
            "finding_reason": EMPTY,
            "is_demo": FALSE,
        },
        where="n % 500 = 0",
    ),
    "votes": Source(
        {
            "id": f"key({VOTE})",
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "officer_id": OFFICER,
            "score": f"CASE WHEN {drawn(8, 5)} < 2 THEN {drawn(8, 5)} + 2 ELSE 4 END",
            "revision": "1",
            "words_revision": "0",
            "first_client_at": f"at({CLOSED})",
            "client_at": f"at({CLOSED})",
            "received_at": f"at({CLOSED})",
            "day": "day",
            "line": f"CASE WHEN {IS_FIELD} THEN 'field' ELSE 'desk' END",
            "given_on": f"CASE WHEN {IS_FIELD} THEN 'own_phone' ELSE 'tablet' END",
            "held_by": f"CASE WHEN {IS_FIELD} THEN 'officer' ELSE 'guest' END",
            "reasons": "'[]'",
            "comment": "CASE WHEN n % 12 = 0 AND has_code THEN 'Ramah dan cepat.' ELSE '' END",
            "contact_index": f"CASE WHEN {drawn(11, 100)} < 40 THEN hex64(n) END",
            "flags": """CASE WHEN n % 50 = 0 THEN json('["fast"]') ELSE json('[]') END""",
            "is_demo": FALSE,
        },
        where=IS_VOTE,
    ),
    "comments": Source(
        {
            "id": f"key({COMMENT})",
            "office_id": ":office",
            "officer_id": f"CASE WHEN n % 24 = 0 THEN {OFFICER} END",
            "year": "CAST(substr(CAST(day AS text), 1, 4) AS integer)",
            "quarter": "(CAST(substr(CAST(day AS text), 6, 2) AS integer) + 2) / 3",
            "line": "'desk'",
            "text": "'Ramah dan cepat.'",
            "released_on": "day",
            "is_demo": FALSE,
        },
        where=f"n % 12 = 0 AND NOT has_code AND {IS_VOTE}",
    ),
    "remarks": Source(
        {
            "id": f"key({REMARK})",
            "office_id": ":office",
            "text": "'Kursi tunggunya kurang.'",
            "created_at": f"at({CLOSED})",
            "is_demo": FALSE,
        },
        where="n % 200 = 7",
    ),
    "data_needs": Source(
        {
            "id": f"key({NEED})",
            "office_id": ":office",
            "visit_id": f"key({VISIT})",
            "indicator_key": f"(SELECT key FROM bench_topics WHERE place = {TOPIC})",
            "what": f"CASE WHEN has_name THEN (SELECT title FROM bench_topics WHERE place = {TOPIC}) ELSE '' END",
            "region": EMPTY,
            "obtained": f"CASE WHEN {drawn(3, 10)} < 7 THEN 'yes_fits' ELSE 'no' END",
            "created_at": f"at({CLOSED})",
            "created_by_id": OFFICER,
            "is_demo": FALSE,
        },
        where=f"{HAS_NEED} AND NOT ({IS_GONE})",
    ),
    "dtsen_visits": Source(
        {
            "visit_id": f"key({VISIT})",
            "kind": f"CASE {drawn(8, 5)} WHEN 0 THEN 'update' WHEN 1 THEN 'objection' WHEN 2 THEN 'other' ELSE 'decile' END",
            "result": f"CASE {drawn(3, 4)} WHEN 0 THEN 'follow_up' WHEN 1 THEN 'not_found' WHEN 2 THEN 'on_the_spot' END",
            "noted_at": f"at({CLOSED})",
            "noted_by_id": OFFICER,
        },
        where=f"{drawn(9, 10)} < 8 AND {SERVICE} = {DTSEN}",
    ),
    "open_questions": Source(
        {
            "office_id": ":office",
            "text": "'pertanyaan ' || n",
            "text_key": "'pertanyaan ' || n",
            "asked_count": "1",
            "first_asked_at": f"at({CAME})",
            "last_asked_at": f"at({CAME})",
            "closed_at": f"CASE WHEN n % 500 <> 0 THEN at({CLOSED}) END",
        },
        where="n % 250 = 0",
    ),
    "duties": Source(
        {
            "office_id": ":office",
            "on": "day",
            "person_id": "(SELECT min(id) FROM bench_people)",
            "is_backup": FALSE,
            "is_demo": FALSE,
        },
        where="n = first_n",
    ),
    "queue_counters": Source(
        {"office_id": ":office", "day": "day", "letter": "'A'", "last_number": "size"}, where="n = first_n"
    ),
    "audit_entries": Source(
        {
            "office_id": ":office",
            "seq": "(SELECT seq FROM audit_heads WHERE office_id = :office) + n * 3 + turn + 1",
            "at": f"at(CASE turn WHEN 0 THEN {CAME} WHEN 1 THEN {STARTED} ELSE {CLOSED} END)",
            "actor_id": f"CASE WHEN turn > 0 THEN {OFFICER} END",
            "actor_kind": "CASE turn WHEN 0 THEN 'guest' ELSE 'person' END",
            "action": "CASE turn WHEN 0 THEN 'register_visit' WHEN 1 THEN 'start_service' ELSE 'close_visit' END",
            "entity": "'visit'",
            "entity_id": f"shown({VISIT})",
            "detail": 'json(\'{"channel": "tablet"}\')',
            "previous_mac": "hex64(n * 3 + turn)",
            "mac": "hex64(n * 3 + turn + 1)",
        },
        times=3,
    ),
}
