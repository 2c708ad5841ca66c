"""The proof of a computed number: inputs with their evidence, and steps that anyone can evaluate again.

``evaluate`` is the grammar of a step: plain decimals, ISO dates, ``+ - * /``, parentheses, ``min``, ``max``
and ``round(x, places)`` (half up). A date plus or minus a number is a date; a date minus a date is days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException

from assistant.patterns import lazy_pattern
from assistant.types import (
    Calculation,
    Evidence,
    Facts,
    Figure,
    Input,
    Observation,
    Origin,
    Parameter,
    ParameterValue,
    Row,
    Step,
)

Value = Decimal | date

_CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP)
_TOKEN = lazy_pattern(r"\s*(\d{4}-\d{2}-\d{2}|\d+(?:\.\d+)?|min|max|round|[-+*/(),])")
_DEPTH = 40


class MissingFact(LookupError):
    """The corpus holds no such parameter or figure, so that nothing can be computed from it."""


class NotPublished(LookupError):
    """A parameter has no value for the year asked about. ``last`` is the newest earlier value, if any."""

    def __init__(
        self, parameter: Parameter, year: int, last: ParameterValue | None, first: ParameterValue | None
    ) -> None:
        super().__init__(f"{parameter.label}: nothing for {year}")
        self.parameter, self.year, self.last, self.first = parameter, year, last, first


def plain(value: Decimal) -> str:
    """``value`` as a plain decimal: no exponent, no trailing zeros, ``-0`` as ``0``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def rounded(value: Decimal, places: int) -> Decimal:
    """``value`` to ``places`` decimals, half up; negative places round to tens, hundreds and so on."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_CONTEXT)


def evaluate(expression: str) -> Value:
    """What ``expression`` comes to, exactly or to fifty digits; ValueError when it is not an expression."""
    tokens, position = [], 0
    while position < len(expression.rstrip()):
        match = _TOKEN.match(expression, position)
        if match is None:
            raise ValueError(f"not an expression: {expression!r}")
        tokens.append(match[1])
        position = match.end()
    parser = _Parser(tokens)
    try:
        value = parser.sum(0)
    except (DecimalException, OverflowError) as error:
        raise ValueError(f"cannot be evaluated: {expression!r}") from error
    if parser.at != len(tokens):
        raise ValueError(f"not an expression: {expression!r}")
    return value


def evaluates_to(expression: str, value: str) -> bool:
    """Whether a step's ``expression`` comes to exactly its ``value``."""
    try:
        result = evaluate(expression)
        return result.isoformat() == value if isinstance(result, date) else result == Decimal(value)
    except (ValueError, DecimalException):
        return False


class _Parser:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def take(self, wanted: str = "") -> str:
        if self.at >= len(self.tokens) or (wanted and self.tokens[self.at] != wanted):
            raise ValueError(f"expected {wanted or 'a number'}")
        self.at += 1
        return self.tokens[self.at - 1]

    def next_is(self, *symbols: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] in symbols

    def sum(self, depth: int) -> Value:
        if depth > _DEPTH:
            raise ValueError("too deep")
        value = self.product(depth)
        while self.next_is("+", "-"):
            value = _add(value, self.take(), self.product(depth))
        return value

    def product(self, depth: int) -> Value:
        value = self.factor(depth)
        while self.next_is("*", "/"):
            operate = _CONTEXT.multiply if self.take() == "*" else _CONTEXT.divide
            value = operate(_number(value), _number(self.factor(depth)))
        return value

    def factor(self, depth: int) -> Value:
        token = self.take()
        if token == "-":
            return -_number(self.factor(depth + 1)) if depth < _DEPTH else _number(date.min)
        if token == "(":
            value = self.sum(depth + 1)
            self.take(")")
            return value
        if token in _FUNCTIONS:
            return _FUNCTIONS[token](self.arguments(depth))
        if len(token) == 10 and token[4] == "-":
            return date.fromisoformat(token)
        if not token[0].isdigit():
            raise ValueError(f"unexpected {token}")
        return Decimal(token)

    def arguments(self, depth: int) -> list[Value]:
        self.take("(")
        values = [self.sum(depth + 1)]
        while self.next_is(","):
            self.take()
            values.append(self.sum(depth + 1))
        self.take(")")
        return values


def _number(value: Value) -> Decimal:
    if isinstance(value, date):
        raise ValueError("a date where a number belongs")
    return value


def _add(left: Value, sign: str, right: Value) -> Value:
    if isinstance(left, date):
        if isinstance(right, date):
            if sign == "+":
                raise ValueError("two dates cannot be added")
            return Decimal((left - right).days)
        return left + timedelta(days=int(right if sign == "+" else -right))
    return _CONTEXT.add(left, _number(right)) if sign == "+" else _CONTEXT.subtract(left, _number(right))


def _round(values: list[Value]) -> Value:
    if len(values) != 2:
        raise ValueError("round takes a number and its places")
    return rounded(_number(values[0]), int(_number(values[1])))


def _extreme(choose: Callable[[list[Decimal]], Decimal]) -> Callable[[list[Value]], Value]:
    return lambda values: choose([_number(value) for value in values])


_FUNCTIONS: dict[str, Callable[[list[Value]], Value]] = {"min": _extreme(min), "max": _extreme(max), "round": _round}


@dataclass(slots=True)
class Trace:
    """Gathers the inputs, evidence and steps of one computation, in the order in which they are first used."""

    facts: Facts
    inputs: list[Input] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def cite(self, evidence: Evidence | None) -> int | None:
        """The citation number of ``evidence``, taken up once."""
        if evidence is None:
            return None
        if evidence not in self.evidence:
            self.evidence.append(evidence)
        return self.evidence.index(evidence) + 1

    def said(self, name: str, value: Decimal | str, unit: str, *, display: str, origin: Origin = "question") -> None:
        """Takes up an input that the asker gave (or, with ``origin``, that is assumed and said to be)."""
        self._take(Input(name, value if isinstance(value, str) else plain(value), unit, display, None, origin))

    def told(self, name: str, value: Decimal, unit: str, *, display: str, evidence: Evidence) -> None:
        """Takes up an input that a sentence of a document states."""
        self._take(Input(name, plain(value), unit, display, None, "document", self.cite(evidence)))

    def parameter(self, name: str, when: int | date) -> Decimal:
        """The value of a parameter in a calendar year (or on a date), taken up as an input with its evidence."""
        parameter, found = self.find(name, when)
        if not isinstance(found.value, Decimal):
            raise NotPublished(parameter, when if isinstance(when, int) else when.year, None, None)
        self._take_parameter(parameter, found, found.value, parameter.label)
        return found.value

    def bounds(self, name: str, when: int) -> tuple[Decimal, Decimal]:
        """The two ends of a phase-out range in a year, each an input with the same evidence."""
        parameter, found = self.find(name, when)
        if not isinstance(found.value, tuple):
            raise NotPublished(parameter, when, None, None)
        for value, end in zip(found.value, ("start", "end"), strict=True):
            self._take_parameter(parameter, found, value, f"{parameter.label}, {end}")
        return found.value

    def find(self, name: str, when: int | date) -> tuple[Parameter, ParameterValue]:
        """A parameter and its value for a year or date, without taking it up; NotPublished when there is none."""
        parameter = self.facts.parameters.get(name)
        if parameter is None:
            raise MissingFact(name)
        found = value_for(parameter, when)
        if found is None or found.value is None:
            year = when if isinstance(when, int) else when.year
            known = [each for each in parameter.values if each.value is not None]
            before = [each for each in known if int(each.since[:4]) < year]
            raise NotPublished(parameter, year, before[-1] if before else None, known[0] if known else None)
        return parameter, found

    def figure(self, name: str, as_of: str | None = None) -> tuple[Decimal, Observation]:
        """A figure's observation on ``as_of`` (default the newest), taken up as an input with its evidence."""
        figure = self.facts.figures.get(name)
        if figure is None or not figure.observations:
            raise MissingFact(name)
        matching = [each for each in figure.observations if as_of is None or each.as_of == as_of]
        if not matching:
            raise MissingFact(f"{name} at {as_of}")
        return self.observation(figure, matching[-1]), matching[-1]

    def observation(self, figure: Figure, found: Observation) -> Decimal:
        """One observation of a figure, taken up as an input with its evidence."""
        self._take(
            Input(
                figure.label,
                plain(found.value),
                figure.unit,
                show(found.value, figure.unit),
                found.as_of,
                "figure",
                self.cite(found.evidence),
            )
        )
        return found.value

    def rule(self, name: str, when: int | date) -> str:
        """A parameter whose value is a word or a date in text, taken up as an input with its evidence."""
        parameter, found = self.find(name, when)
        if not isinstance(found.value, str):
            raise MissingFact(name)
        self._take(
            Input(
                parameter.label,
                found.value,
                parameter.unit,
                found.value,
                found.since,
                "parameter",
                self.cite(found.evidence),
            )
        )
        return found.value

    def step(self, label: str, expression: str, *values: Value, unit: str) -> Decimal:
        """Adds a line of arithmetic: ``expression`` has a ``{}`` for each of ``values``; returns the result."""
        text = expression.format(*(each.isoformat() if isinstance(each, date) else plain(each) for each in values))
        result = evaluate(text)
        if isinstance(result, date):
            raise ValueError("use date_step for a date")
        self.steps.append(Step(label, text, plain(result), unit))
        return result

    def date_step(self, label: str, expression: str, *values: Value) -> date:
        """The same for arithmetic that ends in a date."""
        text = expression.format(*(each.isoformat() if isinstance(each, date) else plain(each) for each in values))
        result = evaluate(text)
        if not isinstance(result, date):
            raise ValueError("not a date")
        self.steps.append(Step(label, text, result.isoformat(), "date"))
        return result

    def row(self, label: str, value: Decimal | str, unit: str, display: str | None = None) -> None:
        """Adds a line to the table beside the answer."""
        text = value if isinstance(value, str) else plain(value)
        self.rows.append(Row(label, text, unit, display or (value if isinstance(value, str) else show(value, unit))))

    def calculation(
        self, name: str, value: Value | str, unit: str, *, formula: str, display: str | None = None
    ) -> Calculation:
        """The finished record."""
        if isinstance(value, Decimal):
            text, shown = plain(value), display or show(value, unit)
        else:
            text = value.isoformat() if isinstance(value, date) else value
            shown = display or (long_date(value) if isinstance(value, date) else value)
        return Calculation(name, text, unit, shown, formula, tuple(self.inputs), tuple(self.steps), tuple(self.rows))

    def _take_parameter(self, parameter: Parameter, found: ParameterValue, value: Decimal, label: str) -> None:
        self._take(
            Input(
                label,
                plain(value),
                parameter.unit,
                show(value, parameter.unit),
                found.since,
                "parameter",
                self.cite(found.evidence),
            )
        )

    def _take(self, entry: Input) -> None:
        if entry not in self.inputs:
            self.inputs.append(entry)


def value_for(parameter: Parameter, when: int | date) -> ParameterValue | None:
    """The value in a calendar year (annual parameters) or in force on a date; a bare year means its 31 December."""
    if parameter.annual:
        year = str(when if isinstance(when, int) else when.year)
        return next((each for each in parameter.values if each.since == year), None)
    day = f"{when}-12-31" if isinstance(when, int) else when.isoformat()
    holding = [each for each in parameter.values if each.since <= day]
    return holding[-1] if holding else None


def years_of(parameter: Parameter) -> tuple[int, ...]:
    """The calendar years for which a parameter has a value, oldest first."""
    return tuple(int(each.since[:4]) for each in parameter.values if each.value is not None)


def long_date(day: date) -> str:
    """``7 August 2025``."""
    return f"{day.day} {day:%B %Y}"


def day_words(iso: str | None) -> str:
    """``2025-08-07`` as ``7 August 2025``, ``2025-08`` as ``August 2025``; anything else as it stands."""
    if not iso:
        return ""
    try:
        if len(iso) == 7:
            return f"{date.fromisoformat(iso + '-01'):%B %Y}"
        return long_date(date.fromisoformat(iso)) if len(iso) == 10 else iso
    except ValueError:
        return iso


_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"))


def money(value: Decimal) -> str:
    """Dollars for a reader: ``$23,500``, cents only where there are any, ``$8.7 trillion`` when round and large."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    for scale, word in _SCALES:
        if size >= scale and size / scale == rounded(size / scale, 3):
            return f"{sign}${plain(size / scale)} {word}"
    return f"{sign}${rounded(size, 0 if size == rounded(size, 0) else 2):,f}"


def large(count: Decimal) -> str:
    """A count for a reader: ``22.6 million`` when it is round and large, else in full."""
    if count >= 1_000_000_000 and count % 10_000_000 == 0:
        return f"{(count / 1_000_000_000).normalize():f} billion"
    if count >= 1_000_000 and count % 10_000 == 0:
        return f"{(count / 1_000_000).normalize():f} million"
    return f"{Decimal(f'{count.normalize():f}'):,f}"


def show(value: Decimal, unit: str) -> str:
    """A value with its unit for a reader."""
    if unit == "USD":
        return money(value)
    if unit == "percent":
        return f"{plain(rounded(value, 2)) if value != value.to_integral_value() else plain(value)}%"
    if unit.startswith("USD/"):
        return f"{money(value)} per {unit[4:]}"
    if unit in ("BTC", "ETH"):
        return f"{large(Decimal(plain(rounded(value, 2))))} {unit}"
    text = f"{Decimal(plain(rounded(value, 2))):,f}"
    return text if unit in {"count", "year", "age"} else f"{text} {unit}"
