"""Sums of amounts that the documents' own sentences state: worked out only when each is named beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, product

from assistant.answers.amounts import SIGNS, Amount, amounts
from assistant.answers.choosing import Choice
from assistant.answers.kinds import YEAR
from assistant.answers.operations import Operation, asks_percent, operations
from assistant.answers.signals import Corpus
from assistant.calculators.shares import percent_shown, percent_step
from assistant.calculators.trace import Trace, large, money, show
from assistant.index.question import STOP_WORDS, Question
from assistant.patterns import lazy_pattern
from assistant.types import AnswerSentence, Evidence, Facts, Finding

Stems = frozenset[str]

_READ, _MOST_LEFT_OVER, _MOST_UNLINKED, _MARGIN = 14, 6, 2, 2
_MONEY = lazy_pattern(r"\b(?:money|dollars?|usd|bucks|euros?|pounds?)\b|[$€£]", re.IGNORECASE)
_NAME = lazy_pattern(r"\w+(?:\(\w+\))*\w*")
_PLURAL = lazy_pattern(r"(?<=\d[a-z])s$")
_SHORT_FORM = lazy_pattern(r"((?:\w+[ -]){1,6})\(([A-Z]{2,6})s?\)")
_MONTHS = "january february march april june july august september october november december".split()
_PERIOD = lazy_pattern(
    rf"\b(?:{'|'.join(_MONTHS)}|q[1-4])\b|(?-i:\bMay\b)|\b(?:first|second|third|fourth) (?:quarter|half)\b",
    re.IGNORECASE,
)
_JOINS = lazy_pattern(r"\w\W+(?:and|or|nor)\W+\w|\w ?[&,] ?\w")
_OF_WHICH = lazy_pattern(r"\W*(?:of which|of that|of this|including)\b", re.IGNORECASE)
_OF_THE_WHOLE = lazy_pattern(r"\W*(?:out )?of\b(?! (?:which|that|this)\b)", re.IGNORECASE)
_SAME = dict.fromkeys(("asset", "hold", "invest", "wealth", "kept", "keep"), "held")
_EXACT = 4
"""With so many digits an amount is not taken for rounded, as "$1.4 trillion" is."""
_NEUTRAL = """money dollar dollars usd bucks euro euros pounds amount amounts sum sums total totals overall number numbers figure figures
    everything whole entire all altogether combined together plus minus less more difference gap share percent percentage proportion portion
    fraction pct part rest remainder remaining left leftover equal equals calculate calc compute work worked worth value trillion trillions tn
    billion billions bn million millions mn thousand k m b bigger larger smaller greater higher lower fewer exceed exceeded exceeds compared
    come comes came go goes went make makes made give gives gave put puts sit sits take takes took lie lies belong represent represents
    represented represent account accounted accounting expressed point points big large high ok okay please pls think know thing many far just only about approximately
    around roughly nearly almost some each both between than which those these that year annually yearly size times time multiple ratio subtract add
    added outside inside within excluding except without apart beyond other lot and or vs versus against following followed include including while whereas
    us usa american americans national nation nationwide country relative represented implied""".split()


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount in its sentence. ``own`` are the stems of its clause, ``head`` those before the sentence's first amount, ``above``
    those of heading and title; ``periods`` the years, months and quarters that it is of; ``after`` the amount before it in the sentence."""

    amount: Amount
    choice: Choice
    own: Stems
    head: Stems
    above: Stems
    periods: Stems
    after: _Told | None

    def cost(self, side: Stems, others: Stems, asked: Stems, *, dated: bool) -> int | None:
        """How far what it is told of is from what a side names: 0 when its clause says just that, None when it is something else.
        One told apart by its date (``dated``) need not be named in its own clause."""
        if not (side & self.own or (dated and side <= self.head)) or not side <= self.own | self.head | self.above:
            return None
        left_over = len(self.own - asked - self.above)
        doubled = 2 if (rest := others - side) and rest <= self.own else 0
        return left_over + len(side - self.own) + doubled if left_over <= _MOST_LEFT_OVER else None

    def yields_to(self, other: _Told, side: Stems) -> bool:
        """Whether another amount has more of a side's words in its own clause: one of the same sentence, or one that has all."""
        nearer = other.choice.start == self.choice.start or (side <= other.own and self.is_like(other))
        return nearer and len(side & other.own) > len(side & self.own)

    def is_like(self, other: _Told) -> bool:
        """Whether both are of one document and one unit."""
        return (self.choice.start[0], self.amount.of_kind) == (other.choice.start[0], other.amount.of_kind)

    def is_of_another_time(self, other: _Told) -> bool:
        """Whether the same sentence tells two amounts apart by their dates."""
        return self.choice.start == other.choice.start and self.is_like(other) and self.periods != other.periods

    def is_within(self, whole: _Told, named: Stems) -> bool:
        """Whether the sentence says that it is a part of another, which is ``named`` so."""
        beside = whole.choice.start == self.choice.start
        if named <= self.own or (beside and named <= self.own | self.above | self.head):
            return True
        if not beside:
            return False
        if self.after is whole and _OF_WHICH.match(self.amount.clause):
            return True
        if _OF_THE_WHOLE.match(whole.amount.clause) and whole.amount.start < self.amount.start:
            return True
        chained = self.after is not None and bool(_OF_WHICH.match(self.amount.clause))
        return chained and self.after is not None and self.after.is_within(whole, named)


def told_sum(question: Question, choices: Sequence[Choice], corpus: Corpus, confidence: float) -> Finding | None:
    """The operation that the last turn asks for on amounts that the best sentences state, with those sentences; None when it asks
    for none, or when an amount is not named beyond doubt, is of another time, or is stated outright."""
    turn, before = _turns(question)
    for operation in operations(turn):
        if found := _chosen(operation, turn, before, choices[:_READ], corpus):
            return _worked_out(operation, found, confidence)
    return None


def _turns(question: Question) -> tuple[str, str]:
    """What the last turn says, and what it leans on."""
    turn, text = question.turn, question.text
    return (turn, text[len(turn) :]) if turn != question.asked and text.startswith(turn) else (text, "")


def _chosen(
    operation: Operation, turn: str, before: str, choices: Sequence[Choice], corpus: Corpus
) -> tuple[_Told, ...] | None:
    """The amounts for the sides of an operation, None when they are not plain."""
    named = _named(operation, before, corpus)
    if named is None:
        return None
    asked = _with_short_forms(frozenset().union(*named, _stems(before, corpus)), choices, corpus)
    told = list(_read(choices, corpus))
    whens = [_periods(side) or _periods(turn) or _periods(before) for side in operation.sides if _stems(side, corpus)]
    whens = whens if len(whens) == len(named) else [_periods(side) or _periods(turn) for side in operation.sides]
    fitting = []
    for n, side in enumerate(named):
        others = frozenset().union(*(other for m, other in enumerate(named) if m != n))
        joined = operation.name != "sum" and any(_JOINS.search(each) for each in operation.sides)
        timely = [each for each in told if whens[n] <= each.periods]
        if not whens[n]:
            timely = [each for each in timely if not any(each.is_of_another_time(other) for other in told)]
        fitting.append(_fitting(side, others, asked, timely, joined))
    return _plain(operation, turn, named, fitting, told)


_Fitting = list[tuple[int, _Told]]


def _fitting(side: Stems, others: Stems, asked: Stems, told: Sequence[_Told], joined: bool) -> _Fitting:
    """The amounts that a side may name, with what speaks against each; one ``joined`` of several things only in its own words."""
    costs = ((each.cost(side, others, asked, dated=others == side), each) for each in told if each.amount.level)
    able = [(cost, each) for cost, each in costs if cost is not None and (side <= each.own or not joined)]
    return [(cost, each) for cost, each in able if not any(each.yields_to(other, side) for _, other in able)]


def _plain(
    operation: Operation, turn: str, named: Sequence[Stems], fitting: Sequence[_Fitting], told: Sequence[_Told]
) -> tuple[_Told, ...] | None:
    """The amounts that go together best, when no others go nearly as well and the operation makes sense of them."""
    wants_money, wants_percent = bool(_MONEY.search(turn)), asks_percent(turn)
    ranked: list[tuple[int, tuple[_Told, ...]]] = []
    for group in product(*fitting):
        found = tuple(each for _, each in group)
        apart = len({each.choice.start for each in found}) - 1
        if (
            _go_together(operation, found, wants_money, wants_percent)
            and _related(operation, found, named)
            and (operation.name == "difference" or _makes_sense(operation, found))
        ):
            ranked.append((sum(cost for cost, _ in group) + min(apart, 1), found))
    ranked.sort(key=lambda each: each[0])
    if not ranked or not _makes_sense(operation, ranked[0][1]) or _stated(operation, ranked[0][1], named, told):
        return None
    best = {each.amount.value for each in ranked[0][1]}
    rivals = (cost for cost, found in ranked if {each.amount.value for each in found} != best)
    return ranked[0][1] if next(rivals, 99) >= ranked[0][0] + _MARGIN else None


def _named(operation: Operation, before: str, corpus: Corpus) -> list[Stems] | None:
    """The stems that name each side; of one without words those of the turn before. None when they do not tell two apart."""
    sides = [_stems(side, corpus) for side in operation.sides]
    if operation.name == "sum":
        sides = (
            [side for side in sides if side]
            if len([side for side in sides if side]) > 1
            else [*filter(None, sides), frozenset()]
        )
    spoken = _stems(before, corpus)
    dated = [bool(_periods(side)) for side in operation.sides]
    if len(sides) == 2 == len(dated) and any(side for side in sides) and not all(sides):
        lacking = 0 if not sides[0] else 1
        sides[lacking] = sides[1 - lacking] if dated[lacking] else spoken
    distinct = len(set(sides)) == len(sides) or len({_periods(side) for side in operation.sides}) == len(sides)
    return sides if 2 <= len(sides) <= 3 and all(sides) and distinct else None


def _with_short_forms(asked: Stems, choices: Sequence[Choice], corpus: Corpus) -> Stems:
    """What is asked for with the words that sentences spell its initials out in, "defined contribution (DC)"."""
    for match in (found for choice in choices for found in _SHORT_FORM.finditer(choice.text)):
        spelled = re.split("[ -]", match[1].strip())[-len(match[2]) :]
        if "".join(word[0] for word in spelled).upper() == match[2]:
            short, full = _stems(match[2], corpus), _stems(" ".join(spelled), corpus)
            asked |= full | short if short <= asked or full <= asked else frozenset()
    return asked


def _stems(text: str, corpus: Corpus) -> Stems:
    """The stems of the words that name things, years and months left out: "401(k)s" is one, and of its plural."""
    plain = _PERIOD.sub(" ", YEAR.sub(" ", re.sub(r"['’]s\b", "", text)))
    found: set[str] = set()
    for match in _NAME.finditer(plain):
        word = _PLURAL.sub("", re.sub(r"[()]", "", match.group().lower()))
        if word not in STOP_WORDS and word not in _NEUTRAL:
            found.update(_SAME.get(stem, stem) for stem in corpus.stems(word))
    return frozenset(found)


def _periods(text: str) -> Stems:
    return frozenset((*YEAR.findall(text), *(match.group().lower() for match in _PERIOD.finditer(text))))


def _read(choices: Sequence[Choice], corpus: Corpus) -> Iterator[_Told]:
    """The amounts of sentences with what each is told of."""
    for choice in {choice.start: choice for choice in choices}.values():
        above = f"{corpus.title(choice.hit.passage.document)} {choice.sentence.heading}"
        whole, title = _periods(choice.text), _stems(above, corpus)
        last: _Told | None = None
        for each in amounts(choice.text):
            unit = each.unit if each.unit not in SIGNS else ""
            own, head = _stems(f"{each.clause} {unit}", corpus), _stems(each.head, corpus)
            periods = _periods(each.clause) or whole or _periods(above)
            last = _Told(each, choice, own, head, title, periods, last)
            yield last


def _go_together(operation: Operation, found: Sequence[_Told], wants_money: bool, wants_percent: bool) -> bool:
    """Whether amounts are of one unit, document and time, and each is another."""
    units = {each.amount.of_kind for each in found}
    places = {(each.choice.start, each.amount.start) for each in found}
    documents = {each.choice.start[0] for each in found}
    if len(units) > 1 or len(documents) > 1 or len(places) < len(found):
        return False
    unit = units.pop()
    if (wants_money and unit not in SIGNS) or any(each.amount.bracketed for each in found):
        return False
    if unit == "percent":
        return operation.name in ("sum", "difference") and len({each.choice.start for each in found}) == 1
    return not (wants_percent and operation.name in ("sum", "difference"))


def _related(operation: Operation, found: Sequence[_Told], named: Sequence[Stems]) -> bool:
    """Whether amounts are of one time, unless told apart by it, and a part is of its whole."""
    dated = len({_periods(side) for side in operation.sides}) > 1
    if not dated and any(a.periods and b.periods and not a.periods & b.periods for a, b in pairwise(found)):
        return False
    if operation.name == "rest":
        return found[1].is_within(found[0], named[0])
    if operation.name == "share":
        pairs = zip(found, named, strict=True)
        apart = not operation.within and all(len(each.own - side) <= _MOST_UNLINKED for each, side in pairs)
        return apart or found[0].is_within(found[1], named[1])
    return True


def _makes_sense(operation: Operation, found: Sequence[_Told]) -> bool:
    """Whether the part is less than the whole, and what is subtracted than what it is taken from."""
    first, second = found[0].amount.value, found[1].amount.value
    if operation.name == "share":
        return 0 < first < second
    if operation.name in ("rest", "difference"):
        return first > second >= 0 or (operation.either and first != second)
    return min(first, second) > 0


def _stated(operation: Operation, found: Sequence[_Told], named: Sequence[Stems], told: Sequence[_Told]) -> bool:
    """Whether the sentences give the result themselves, or an amount for all that is named."""
    every = frozenset().union(*named)
    if operation.name == "share":
        part, whole = found[0], named[1]
        percents = [each for each in told if each.amount.unit == "percent"]
        glosses = (each for each in percents if each.after is part)
        return any(every <= each.own | each.head | each.above for each in percents) or any(
            whole <= each.own or not each.own for each in glosses
        )
    if operation.name == "rest" or operation.name == "times":
        return False
    others = [each for each in told if each not in found and each.amount.of_kind == found[0].amount.of_kind]
    return any(every <= each.own for each in others)


def _worked_out(operation: Operation, found: tuple[_Told, ...], confidence: float) -> Finding:
    """The answer: one line of arithmetic, then the sentences that state its amounts."""
    if operation.either:
        found = tuple(sorted(found, key=lambda each: -each.amount.value))
    trace = Trace(Facts())
    for each in found:
        amount = each.amount
        trace.told(_called(each), amount.value, amount.unit, display=amount.shown, evidence=_evidence(each.choice))
    name, unit = operation.name, found[0].amount.unit
    value, unit, shown = _RESULTS[name](trace, [each.amount.value for each in found], unit)
    sign = {"share": " / ", "times": " / ", "sum": " + "}.get(name, " - ")
    formula = f"{sign.join(each.amount.shown for each in found)}{' x 100' if name == 'share' else ''} = {shown}"
    calculation = trace.calculation(f"told_{name}", value, unit, formula=formula, display=shown)
    cited = tuple(range(1, len(trace.evidence) + 1))
    quotes = (AnswerSentence(each.quote, "quote", (n,)) for n, each in enumerate(trace.evidence, 1))
    sentences = (AnswerSentence(f"{formula}.", "computed", cited), *quotes)
    return Finding("answered", None, sentences, tuple(trace.evidence), calculation, confidence=confidence)


def _called(told: _Told) -> str:
    """An amount's own clause, in the document's words."""
    return " ".join(told.amount.clause.split()).strip(" ,.;:()")


def _evidence(choice: Choice) -> Evidence:
    return Evidence(choice.hit.passage.document, choice.text, choice.sentence.start, choice.sentence.end)


_Outcome = tuple[Decimal, str, str]


def _difference(trace: Trace, values: Sequence[Decimal], unit: str) -> _Outcome:
    value = trace.step("the first less the second", "{} - {}", *values, unit=unit)
    points = f"{show(value, 'percent').removesuffix('%')} percentage points"
    return value, unit, points if unit == "percent" else _shown(value, unit)


def _total(trace: Trace, values: Sequence[Decimal], unit: str) -> _Outcome:
    value = trace.step("together", " + ".join("{}" for _ in values), *values, unit=unit)
    return value, unit, _shown(value, unit)


def _share(trace: Trace, values: Sequence[Decimal], _: str) -> _Outcome:
    part, whole = values
    digits = min(len(each.normalize().as_tuple().digits) for each in values)
    places = 2 if digits >= _EXACT else 1
    value = percent_step(trace, "the part as a share of the whole", part, whole, places)
    return value, "percent", percent_shown(value)


def _times(trace: Trace, values: Sequence[Decimal], _: str) -> _Outcome:
    value = trace.step("the first / the second, to two places", "round({} / {}, 2)", *values, unit="times")
    return value, "times", f"{value.normalize():f} times"


def _shown(value: Decimal, unit: str) -> str:
    if unit in SIGNS:
        return money(value).replace("$", SIGNS[unit])
    return show(value, unit) if unit in ("percent", "BTC", "ETH") else f"{large(value)} {unit}"


_RESULTS: dict[str, Callable[[Trace, Sequence[Decimal], str], _Outcome]] = {
    "difference": _difference,
    "rest": _difference,
    "sum": _total,
    "share": _share,
    "times": _times,
}
