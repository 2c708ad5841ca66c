"""Averages that are asked for a part of the savers: by age, pay, sex, provider, place, trade. Only the whole is held."""

from __future__ import annotations

from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_TENS = r"(?:teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|\d0'?s)"
_PERSONS = r"(?:people|persons|workers?|savers?|participants?|employees?|members?|folks|americans|earners?|owners?|holders?|investors?|those|someone|somebody|anyone|person|accounts?|households?|famil(?:y|ies))"
_NARROWED = lazy_pattern(
    rf"\b{_TENS}\b(?! (?:trillion|billion))|\b(?:aged?|ages|age group|age band|year[- ]olds?|yos?\b|generation|gen[- ]?[xyz]|millennials?|boomers?|zoomers?|old(?:er|est)?|young(?:er|est)?|senior|retirees?|retired|near(?:ing)? retirement|pre-?retirees?)\b"
    r"|\b(?:wom[ae]n|m[ae]n|male|males|female|females|gender|sex|married|single|couples?|widow\w*|divorced|black|white|hispanic|latin[ox]s?|asian|race|ethnic\w*|veterans?|immigrants?)\b"
    r"|\b(?:incomes?|salar(?:y|ies)|wages?|earning|earn|earns|paid|high[- ](?:earners?|income|paid)|low[- ](?:earners?|income|paid)|middle[- ]class|rich|poor|wealth\w*|top|bottom|quartile|quintile|decile|percentile|millionaires?)\b"
    r"|\b(?:fidelity|vanguard|schwab|empower|principal|t\.? ?rowe|merrill|tiaa|voya|john hancock|nationwide|adp|paychex|alight|transamerica|prudential|provider|recordkeeper|customers?|clients?)\b"
    r"|\b(?:industr(?:y|ies)|sectors?|occupations?|professions?|teachers?|nurses?|doctors?|lawyers?|engineers?|tech|retail|manufacturing|healthcare|government|public|union|small|large|big|startup|new hires?|tenure|long[- ]time|full[- ]time|part[- ]time|self[- ]employed|college|graduates?|degree|education\w*)\b"
    r"|\b(?:states?|region|county|city|alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new (?:hampshire|jersey|mexico|york)|north (?:carolina|dakota)|ohio|oklahoma|oregon|pennsylvania|rhode island|south (?:carolina|dakota)|tennessee|texas|utah|vermont|virginia|washington|wisconsin|wyoming|midwest|northeast|south|west|urban|rural|canada|uk)\b"
    rf"|\b{_PERSONS} (?:who|whose|that|with|at|from|near|over|under|above|below|between|past|earning|making|working|living|employed|born|having|in (?!(?:an? |the |us |u\.s\. |american |all )*(?:401|403|457|dc|defined|plans?|retirement|20\d\d|q[1-4]|march|june|september|december|total|general|all|america|usa?|iras?)\b))"
    r"|\b(?:over|under|above|below|past|between) (?:age )?(?:[2-8]\d)\b"
)


def is_narrowed(reading: Reading) -> bool:
    """Whether some words narrow the savers to a group, whose figures are not held."""
    return bool(reading.ages) or reading.says(_NARROWED)
