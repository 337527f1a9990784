"""A guest's reply to Format WA, read back: what is certain fills a field, the rest is shown to the officer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pstku.core.contact import clean_email, is_no_agency, normal_phone
from pstku.core.errors import InvalidInput
from pstku.core.text import clean_line, fold, has_card_number
from pstku.guestbook.rules.reply_words import (
    AGES,
    COURTESY,
    DEGREES,
    HINTS,
    LABELS,
    LABELS_IN_ENGLISH,
    SPOKEN_LABELS,
    UNSURE,
)

Lists = Mapping[str, Sequence[tuple[str, str]]]
LONGEST_LINE = 500
MOST_NAME_WORDS = 8
_STAMP = re.compile(
    r"^\s*(?:\[[^\]]{6,40}\]\s*[^:]{1,60}:|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}[.:]\d{2}[^-]{0,6}-\s*[^:]{1,60}:)\s*"
)
_EMPHASIS = re.compile(r"(?<!\w)[*_~]+|[*_~]+(?!\w)")  # WhatsApp writes *bold*, _italic_ and ~struck~
_BULLET = re.compile(r"^\s*(?:[-*•·>]|\d{1,2}[.)])\s*")
_NAMES = "|".join(
    re.escape(word).replace(r"\ ", r"[\s-]+")
    for word in sorted({word for words in LABELS.values() for word in words}, key=len, reverse=True)
)
_LABEL = re.compile(rf"(?:^|[,;|]\s*|\s{{2,}}|(?<=:)\s*|(?<==)\s*)({_NAMES})\s*[:=]", re.IGNORECASE)
_AGE = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_ROUND_AGE = re.compile(r"\d\s*(?:\+|-?an\b)|\b(?:sekitar|kira|kurang lebih|kl)\b", re.IGNORECASE)  # 20-an, 30+
_YEAR = re.compile(r"\d{4}")
_BELOW = re.compile(r"<|\b(?:di bawah|dibawah|kurang dari|under|below)\b", re.IGNORECASE)
_ABOVE = re.compile(r">|\b(?:di atas|diatas|lebih dari|over|above)\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.,'’ -]*")
_ENDS_IN_A_DEGREE = re.compile(r"\.\w+\.$")  # S.Pd.
_ENGLISH = "|".join(re.escape(word) for words in LABELS_IN_ENGLISH.values() for word in words)
_ENGLISH_LABEL = re.compile(rf"^\W*(?:{_ENGLISH})\b[^:=]{{0,20}}[:=]", re.IGNORECASE | re.MULTILINE)
_SAYS_SELF = re.compile(r"^(?:(?:nama\s+)?(?:saya|sy|aku)(?:\s+adalah)?|adalah|ialah)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that one tap fills in from an uncertain line."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Unread:
    """An uncertain line: the field it seems to answer, if it names one, and the values it could fill."""

    text: str
    field: str
    offers: tuple[Offer, ...]


@dataclass(slots=True)
class Reply:
    """What a reply answers for certain, by field, as text or code; the lines left for the officer; and its language."""

    fields: dict[str, str] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    is_english: bool = False


def read_reply(text: str, lists: Lists, sent: str = "") -> Reply:
    """Read a pasted reply to the form `sent`.

    `lists` are the office's (code, words) pairs by field, one for each language. Labels may stand in any order, several on a
    line, or above their answer. A wrong guess is worse than none: what is not certain is left unread, with what it could mean.
    """
    reply, open_labels = Reply(is_english=bool(_ENGLISH_LABEL.search(text))), []  # type: tuple[Reply, list[str]]
    own_words = {fold(line) for line in sent.splitlines() if not _field_of(fold(line))}
    for raw in text.splitlines():
        line = _EMPHASIS.sub("", _BULLET.sub("", _STAMP.sub("", clean_line(raw, LONGEST_LINE)))).strip()
        if not line:
            open_labels = [name for name in open_labels if name == "need"]  # a list may stand below an empty line
        elif fold(line) not in own_words:
            for name, value in _parts(line):
                open_labels = _take(reply, lists, open_labels, name, value)
    return reply


def unread_line(text: str, name: str, lists: Lists) -> Unread:
    """An uncertain line with the values one tap could fill in."""
    return Unread(text, name, tuple(_offers(text, name, lists)))


def _take(reply: Reply, lists: Lists, open_labels: list[str], name: str, value: str) -> list[str]:
    """Place one part; returns the labels that still wait for their answer on a line below."""
    if name and not value:
        return [*open_labels, name]
    if name:
        _fill(reply, lists, name, value)
        return []
    if open_labels == ["need"] and not _is_courtesy(value):
        earlier = reply.fields.get("need")
        reply.fields["need"] = f"{earlier}; {value}" if earlier else value
        return open_labels
    if len(open_labels) == 1 and not _is_courtesy(value):
        _fill(reply, lists, open_labels[0], value)
    else:
        reply.unread.append(unread_line(value, "", lists))
    return []


def _fill(reply: Reply, lists: Lists, name: str, value: str) -> None:
    certain = _certain(name, value, lists)
    if certain and name not in reply.fields:
        reply.fields[name] = certain
    elif certain != reply.fields.get(name) and not is_no_agency(value):
        reply.unread.append(unread_line(value, name, lists))


# ---- labels ----


def _parts(line: str) -> Iterator[tuple[str, str]]:
    """(field, value) for each label of the line in turn; the field is empty for words without one."""
    found = list(_LABEL.finditer(line))
    if not found:
        yield _label_and_value(line)
        return
    if before := line[: found[0].start()].strip(" ,;|"):
        yield _label_and_value(before)
    ends = [*(match.start() for match in found[1:]), len(line)]
    for match, end in zip(found, ends, strict=True):
        yield _field_of(fold(match[1])), line[match.end() : end].strip(" ,;|–-")


def _label_and_value(line: str) -> tuple[str, str]:
    """A label that is longer than ours ("Nama lengkap Anda:"), or spoken without a colon ("Umur 21")."""
    head, sign, tail = line.partition(":") if ":" in line else line.partition("=")
    if sign and (name := _field_of(fold(head))):
        return name, tail.strip()
    words = line.split()
    for length in range(min(4, len(words) - 1), 0, -1):
        name = _field_of(fold(" ".join(words[:length])), is_exact=True)
        if not sign and name in SPOKEN_LABELS:
            return name, " ".join(words[length:]).strip(" -–")
    return "", line


def _field_of(label: str, *, is_exact: bool = False) -> str:
    exact = next((name for name, labels in LABELS.items() if label in labels), "")
    if exact or is_exact:
        return exact
    starts = [(len(word), name) for name, labels in LABELS.items() for word in labels if label.startswith(f"{word} ")]
    return max(starts)[1] if starts and len(label.split()) <= 6 else ""


# ---- answers ----


def _certain(name: str, value: str, lists: Lists) -> str:
    """The text or code this answer surely means; empty when somebody has to look."""
    if name in lists:
        return code_of(name, value, lists[name])
    if name == "name":
        return _person(value)
    if name in ("phone", "email"):
        return _contact(name, value)
    return "" if is_no_agency(value) or _is_courtesy(value) else value


def _person(value: str) -> str:
    name = _SAYS_SELF.sub("", value).strip(" ,-")
    if not _ENDS_IN_A_DEGREE.search(name):
        name = name.rstrip(".")
    later = [part.strip() for part in name.split(",")[1:]]
    are_degrees = all("." in part or fold(part) in DEGREES for part in later)
    words = fold(name).split()
    is_name = _NAME.fullmatch(name) and len(words) <= MOST_NAME_WORDS and not UNSURE.intersection(words)
    is_something_else = has_card_number(name) or _is_courtesy(name) or _field_of(fold(name), is_exact=True)
    return name if is_name and are_degrees and not is_something_else else ""


def _contact(name: str, value: str) -> str:
    try:
        return normal_phone(value) if name == "phone" else clean_email(value)
    except InvalidInput:
        return ""


def code_of(name: str, value: str, choices: Sequence[tuple[str, str]]) -> str:
    """The code these words surely mean in this list; empty when somebody has to look."""
    folded = fold(value)
    exact = next((code for code, label in choices if folded in (fold(label), fold(code))), "")
    if exact or name == "age_group":
        return exact or _age_group(value)
    if UNSURE.intersection(folded.split()):
        return ""
    hinted = _hinted(name, folded) or [
        code for code, label in choices if len(folded) > 3 and f" {folded} " in f" {fold(label)} "
    ]
    return hinted[0] if len(hinted) == 1 else ""


def _hinted(name: str, folded: str) -> list[str]:
    hints = HINTS.get(name, {})
    return [code for code, words in hints.items() if any(f" {word} " in f" {folded} " for word in words)]


def _age_group(value: str) -> str:
    """The group of an age in words like "21 tahun", "< 17" or "17-25"; a year of birth is left for the officer.

    So are "20-an", "30+" and a bound that leaves more than one group open.
    """
    ages = [int(number) for number in _AGE.findall(value)]
    if not ages or _YEAR.search(value) or _ROUND_AGE.search(value) or UNSURE.intersection(fold(value).split()):
        return ""
    above, below = _ABOVE.search(value), _BELOW.search(value)
    shift = bool(above) - bool(below)
    groups = {next((code for limit, code in AGES if age + shift < limit), "") for age in ages}
    reached = {AGES[-1][1]} if above else {AGES[0][1]} if below else groups
    return groups.pop() if len(groups) == 1 and groups == reached else ""


def _is_courtesy(value: str) -> bool:
    return bool(COURTESY.intersection(fold(value).split()))


# ---- what an unread line could be ----


def _offers(text: str, name: str, lists: Lists) -> Iterator[Offer]:
    if name in lists:
        hinted = _hinted(name, fold(text))
        codes = dict.fromkeys(code for code, _words in lists[name])
        yield from (Offer(name, code) for code in codes if code in hinted or not hinted)
    elif name:
        yield Offer(name, text)
    else:
        guesses = (Offer(kind, _certain(kind, text, lists)) for kind in ("phone", "email", "name"))
        yield from (guess for guess in guesses if guess.value)
        yield from (Offer(kind, text) for kind in ("need", "agency"))
