"""What kind of thing a question asks for, and whether a sentence holds one that the question did not already name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.patterns import lazy_pattern

_HELD = 64
_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_NUMBER_WORD = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|"
    r"trillions?|half|several|once|twice"
)
_SUM = lazy_pattern(r"[$€£]\s?\d[\d,.]*(?: ?(?:thousand|million|billion|trillion|bn|tn|[kmbt])\b)?", re.IGNORECASE)
_NOT_A_COUNT = lazy_pattern(
    rf"\b\d{{1,2}} {_MONTH}(?: \d{{4}})?\b|\b{_MONTH} \d{{1,2}}(?:, \d{{4}})?\b|(?<![\d$,.])\b(?:1[6-9]|20)\d\ds?(?:-\d+)?\b(?![,.]\d)|"
    r"\b\d{3}\([a-z]\)(?:\(\d+\))?|\b(?:sections?|orders?|notice|release|form|title|part|rule|page|bill|docket|act|h\.r\.|s\.|rin|fr|adi|ir|eo)[ -]\d[\w().-]*|"
    r"\b\d+ (?:fr|usc|u\.s\.c\.|cfr)\b",
    re.IGNORECASE,
)
_PEOPLE = (
    r"economists?|senators?|lawmakers?|lawyers?|judges?|justices?|authors?|people|person|officials?|executives?(?! orders?)|"
    r"members|representatives?|donors?|staffers?|analysts?|attorneys?"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """``asks`` finds it in a question; ``is_held`` says whether a text holds a thing of the kind. ``family`` groups
    kinds that are told alike: "fact" (a date, amount and the like), "name" (a person, agency or place), "account" (a
    reason or manner)."""

    name: str
    family: str
    asks: re.Pattern[str]
    is_held: Callable[[str], bool]


def _kind(name: str, family: str, asks: str, holds: str | Callable[[str], bool], *, plain: bool = False) -> Kind:
    """``holds`` is a pattern or a test. Of a ``plain`` kind dates and the numbers of sections and orders are left out
    before looking."""
    found = lazy_pattern(asks, re.IGNORECASE)
    if callable(holds):
        return Kind(name, family, found, holds)
    held = lazy_pattern(holds, 0 if family == "name" else re.IGNORECASE)
    if plain:
        return Kind(name, family, found, lambda text: bool(held.search(_NOT_A_COUNT.sub(" ", text))))
    return Kind(name, family, found, lambda text: bool(held.search(text)))


_INSTITUTION = frozenset(
    """AI Accounts Act Administration Advisers Agency Alternative Amendment America American And Appeals April Article
    Artificial Asset Assets Assistance Association August Author Authority Bank Banking Benefits Bill Bitcoin Board
    Box Bureau Business Capital Cases Chief Circuit Clarity Club Code Coin Comment Commerce Commission Committee
    Commons Company Compliance Congress Corporation Council Court Crypto Cryptocurrency Currency Data December Defense
    Democratic Department Digital District Economic Education Employee Employer Energy Equity Estate Ether Ethereum
    Exchange Executive Family February Federal Finance Financial First Force Foundation Free Freedom Friday Fund Funds
    General Genius German Global Gold Government Great Group Guide Health High Home House Human In Inc Industry Information
    Infrastructure Institute Insurance Internal International Investment Investments Investor Investors January July June
    Justice Labor Law Leadership Letter Liberty Limited Management March Market Markets May Media Military Monday Money
    Mutual Nation National New News North Notice November October Of Office On One Open Opinion Order Organization Party
    Pension Person Plan Policies Policy Post Power President President's Presidential Press Private Pro Program Prohibited
    Project Protecting Public Quarterly Reform Register Regulation Regulatory Release Report Republic Republican Reserve
    Retirement Revenue Review River Royal Rule Saturday Saver Savers Savings School Science Second Section Secure Securities
    Security Senate September Service Services Share Social Society Sons South Standard State State's Statement States
    Statistics Stockpile Strategic Street Studies Sunday Supplemental Supreme System Tax Technology The Third This Thursday
    Times Top Trading Treasury Trust Trustee Truth Tuesday Union United University War Washington Wednesday Week West White
    Woman World York""".split()
)
_TITLE = r"(?:Secretary|Senators?|Representatives?|Congress(?:man|woman)|Governor|Judge|Chair(?:man|woman)?|Professor|Commissioner|Director|Administrator|Mr|Ms|Mrs|Dr|Rep|Sen|Gov|Prof)\.?"
_NAMED = lazy_pattern(
    rf"\b(?P<first>{_TITLE}|[A-Z][a-z'’-]+)(?: [A-Z]\.?)?(?: (?:de|von|van))? (?P<last>[A-Z][\w’-]*)(?!\.[A-Z])"
)


def names_someone(text: str) -> bool:
    """Whether a text names a person: a title and a name, or two names of which none is an institution's."""
    return any(not {match["first"], match["last"]} & _INSTITUTION for match in _NAMED.finditer(text))


_NUMBER = lazy_pattern(
    rf"(?<![$€£\d.,])\d[\d,]*(?:\.\d+)?\b(?! ?%| ?per ?cent)|\b(?:{_NUMBER_WORD}|both|neither)\b(?<!several)",
    re.IGNORECASE,
)


def _counts(text: str) -> bool:
    """Whether a text holds a number that is no sum of money, date or name."""
    return bool(_NUMBER.search(_NOT_A_COUNT.sub(" ", _SUM.sub(" ", text))))


KINDS = (
    _kind(
        "date",
        "fact",
        r"(?:^|[,;:?] ?|\b(?:and|but|or|so|then|by|since|until|till|from|exactly|effective) )when\b|\bwhen(?:['’]?s| is| was| were| did| will| are) (?:the|it|that|this|\w+ (?:due|over|signed))|"
        r"\b(?:what|which|the) (?:exact |calendar )?(?:date|day|year|month)\b|\b(?:\w+ing|start|end|due|release|launch) date\b|\bwhat time\b|\bhow long ago\b|\bdeadline\b|\beffective date\b",
        rf"\b(?:1\d|20)\d\ds?\b|\b{_MONTH} \d|\d {_MONTH}|\b(?:in|late|early|mid|since|until|of|last) {_MONTH}\b|\bcentur(?:y|ies)\b|\b(?:to|this|next|last|mon|tues|wednes|thurs|fri|satur|sun)(?:day|year|month|week)\b",
    ),
    _kind(
        "day",
        "fact",
        r"\b(?:what|which|exact|precise) (?:calendar )?(?:days?|dates?)\b(?! of the week)|\b(?:publication|pub|signing|signature|filing|hearing|veto|release|issue|launch|approval|enactment) (?:date|day)s?\b|\bdates? of\b|"
        r"^(?:and |n |the |but )*(?:exact )?(?:day|dates?)\W*$|[–—:,] ?(?:date|day|which day)\W*$",
        rf"\b{_MONTH} \d{{1,2}}\b(?!\d)|\b\d{{1,2}} {_MONTH}|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{{4}}-\d\d-\d\d\b|\b1\d{{3}}\b",
    ),
    _kind(
        "change",
        "fact",
        r"\b(?:up or down|down or up)\b|\b(?:how much|by how|how (?:far|fast)|(?<!when )(?<!how )(?:did|has|have|had)) (?!.*\bif\b).{0,60}\b(?:go(?:ne)? up|went up|rise|risen|fall(?:en)?(?! back)|drop(?:ped)?|gr[eo]wn?|increased?|decreased?|changed?|jump(?:ed)?|moved?|shrunk|shrink|slump(?:ed)?|slide|slid)\b|"
        r"\b(?:from|against|versus|vs\.?|than|on|compared (?:to|with)) (?:the |a )?(?:year|yr|quarter|month|week) (?:before|earlier|ago)\b|\b(?:previous|prior|preceding) (?:year|quarter|month|week)\b|\byear[- ]on[- ]year\b|\by/y\b|\bq/q\b",
        r"\b(?:up|down|ros[et]|rises?|risen|fell|falls?|fallen|drop(?:s|ped)?|grow|grew|grow[ns]|growth|increas\w*|decreas\w*|declin\w*|chang\w*|jump\w*|mov(?:e|es|ed)|shr[aiu]nk|lost|lower|higher|above|below|from .{1,60} to|unchanged|expand\w*|reduc\w*|surg\w*|slump\w*|slid)\b",
    ),
    _kind(
        "reaction",
        "account",
        r"\b(?:repl(?:y|ied|ies)|respond(?:s|ed)?|response (?:to|from|of|by)|react(?:ed|s|ion|ions)?|(?:say|said|write|wrote) back|position (?:have|has)|comment(?:ed)? (?:on|about))\b",
        r"\b(?:repl\w+|respon(?:d|se)\w*|react\w*|sa(?:y|ys|id)|argu\w+|oppos\w+|support\w*|critic\w+|call(?:s|ed)|wr[io]te\w*|wrote|told|position|comment\w*|object\w*|warn\w*|welcom\w*|prais\w*|urge\w*|ask\w*|claim\w*|believ\w*|fear\w*|worr\w*|hail\w*|condemn\w*|refus\w*|letter)\b",
    ),
    _kind(
        "duration",
        "fact",
        r"\bhow (?:long|often|old|frequently)\b(?! ago)|\b(?:what|which|at what) (?:age|period)\b",
        rf"\b(?:days?|weeks?|months?|years?|hours?|minutes?|decades?|centur\w+|annual\w*|daily|yearly|monthly|once|twice|age[sd]?|since|until|till|after)\b|\b(?:{_NUMBER_WORD})\b|\d",
    ),
    _kind(
        "share",
        "fact",
        r"\b(?:what|which|how (?:big|large|much|high) (?:an?|is the|of an?)|the|in) (?:\w+ )?(?:share|stake|per ?cent\w*|fraction|proportion|ratio|rate)\b|"
        r"^\s*(?:share|percent\w*|%|fraction|proportion) of\b|\b\w+ (?:hit )?rate (?:on|of|among)\b",
        r"%|per ?cent|\b(?:half|third|quarter|fifth|tenth|fraction|majority|most|all|none)\b|\bone in\b|\bout of\b",
    ),
    _kind(
        "count",
        "fact",
        r"\bhow many (?!dollars|bucks|[mbtr]+illions)|\b(?:the|what|which|total) number of\b|^\s*number of\b|(?<!\w)# (?:of )?(?=[a-z])|\bno\. of\b|\bhead ?count\b|\btally\b|\bvote count\b",
        _counts,
    ),
    _kind(
        "money",
        "fact",
        r"\b(?:what|which|how much|how big|how large|any) (?:\w+ ){0,3}(?:fees?|costs?|prices?|charges?|salary|revenues?|fines?|budget|dollars?|cash)\b|"
        r"\bhow much (?:\w+ ){1,5}(?:cost|charge|pay|spend|raise|earn|lose|charged|paid|spent)\b|\b(?:cost|fee|price|revenue|budget) (?:of|estimate|for|to)\b|"
        r"\bwhat (?:do|does|did|will|would) (?:\w+ ){1,3}(?:charge|cost|pay)\b|\bhow many dollars\b",
        r"[$€£]\s?\d|\b\d[\d,.]* ?(?:dollars|cents|usd|million|billion|trillion|bn|tn)\b|\d ?%|\bfree\b|\bno (?:fees?|cost|charge)\b|\bbtc\b|\beth\b",
    ),
    _kind(
        "amount",
        "fact",
        r"\bhow (?:much|large|big|high|tall|far|deep|fast|heavy|wide|hot|cold)\b|"
        r"\bwhat (?:is|was|are|were|['’]s)? ?(?:the )?(?:\w+ )?(?:number|amount|size|population|limit|total|sum|value|length|ceiling|cap)\b",
        rf"\d|\b(?:{_NUMBER_WORD}|all|full|unlimited|limit)\b",
        plain=True,
    ),
    _kind(
        "contact",
        "fact",
        r"\b(?:phone|hotline|e-?mail|postal address|mailing address|contact (?:person|details|info\w*|for|at)|url|link(?= to| for|\W*$)|twitter|linkedin)\b|"
        r"\bnumber (?:i|we|you|to) (?:can |could )?(?:ring|call|dial)\b|\b(?:e-?mail|contact|address) (?:for|of|at)\b",
        r"@|\b\d{3}[-. )]\s?\d{3}[-. ]\d{4}\b|\bhttps?:|\bwww\.",
    ),
    _kind(
        "individual",
        "name",
        rf"(?:^|[,;:?] ?|\b(?:and|but|so) )who (?:chairs?|heads?|leads?|runs?|founded|wrote|authored|did \w+ (?:pick|appoint|name|choose|hire)|got (?:that|the|this)\b.{{0,24}} job|(?:was|is|got|were|has been) (?:appointed|named|picked|hired|chosen|nominated|put in charge))\b|"
        r"(?<!put )(?<!give )(?<!gave )(?<!want )(?<!use )\b(?:his|her|their|\w+['’]?s) names?\b(?! (?:for|of|to|used))|\b(?:guy|man|woman|lady|person|boss) (?:called|named)\b|\bname of (?:the|that) (?:guy|man|woman|person|lady|boss)\b|"
        rf"\b(?:which|what) (?:\w+ )?(?:{_PEOPLE})\b|\bnames? of (?:the|each|every|any) (?:\w+ )?(?:secretary|chair\w*|ceo|director|"
        rf"{_PEOPLE})\b|"
        r"\bwho(?:['’]?s| is| was| are)? (?:(?!(?:who|one|do|did|will|can|has|have|had|allowed|eligible|able|going|stood|sits|\w+e[ds])\b)[\w'’-]+ ){0,4}?(?:lead|head|chief|ceo|cfo|director|czar|author|chair\w*|spokes\w*|judge|economist|president(?! (?:trump|biden|obama|clinton))|sec(?:retary|y)?|commissioner)\b(?!['’]s)|"
        r"^(?:and |so |what(?:['’]?s| is) )*(?:his |her |their |the )?names?\W*$|\bwhich of (?:the|his|her|their) \w+ (?:is|was|are) (?:in charge|the (?:boss|head|chief))\b",
        names_someone,
    ),
    _kind(
        "person",
        "name",
        r"\b(?:who|whose|whom)\b|\bwhat (?:person|president|agency|company|actor|author|man|woman)\b",
        r"(?<!^)(?<![.?!] )\b[A-Z][\w.'-]+(?: (?:[A-Z]|of|de|von|van))?|"
        r"\b(?:he|she|they|people|person|men|women|members?|king|queen|president|agency|company|department|court|savers?|workers?|"
        r"employees?|employers?|plans?|investors?|anyone|nobody|everyone|[a-z]+ists|[a-z]+ers|[a-z]+ors)\b",
    ),
    _kind(
        "where",
        "name",
        r"\bwhere\b(?! (?:did|does|do|is) (?:the )?(?:\w+ )?(?:number|figure|estimate)s?)",
        r"(?<!^)(?<![.?!] )\b[A-Z][a-z]+|\b(?:in|at|on|near|between|across|into|under|from) (?:the |an? )?[a-z]{4,}",
    ),
    _kind(
        "place",
        "name",
        r"\b(?:what|which) (?:\w+ )?(?:city|cities|country|countries|states?|places?|towns?|locations?|regions?|continents?)\b(?! (?:law|securities|reserve|regulat|tax))",
        r"(?<!^)(?<![.?!] )\b(?!January|February|March|April|May|June|July|August|September|October|November|December|Bitcoin|Ethereum|Act|House|Senate)[A-Z][a-z]{2,}",
    ),
    _kind(
        "votes",
        "fact",
        r"\b(?:roll call|vote (?:count|tally)|floor (?:vote|tally)|by what margin|how did (?:\w+ ){1,4}vote)\b",
        r"\b\d+ ?(?:-|–|to) ?\d+\b|\bvote[sd]?\b",
    ),
    _kind(
        "age",
        "fact",
        r"\bhow old\b|\b(?:what|which|at what) (?:age|birthday)\b",
        r"\b(?:age[sd]?|years? old|birthdays?|older|younger)\b|\b\d\d(?:½| and a half)\W|\b[5-7]\d-[5-7]\d\b",
    ),
    _kind(
        "list",
        "name",
        r"\b(?:which|what) (?:\w+ )?(?:ones?|exceptions?|situations?|companies|firms|fund houses|hedge funds|asset managers|managers|agencies|coins|regulations?|states)\b|\b(?:list|name) (?:them|these|those)\b|\bnames? of (?:the )?(?!guy|man|woman|person)\w+s\b|\bby name\b|^(?:and |like |so )*which(?: of (?:them|those))?\W*$",
        r"\b(?:such as|including|namely)\b|:|(?:,[^,.;]{2,60}){2},? (?:and|or)\b|(?<!^)(?<![.?!] )\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)* (?:and|or|,) [A-Z]",
    ),
    _kind(
        "reason",
        "account",
        r"\b(?:why|whyd|how come|reasons?|purpose|(?:what|which) grounds|what (?:caused|causes|led))\b",
        r"\b(?:because|due to|since|so that|in order to|as a result|therefore|caus\w*|reasons?|led to|lead(?:s|ing)? to|results?|purpose|driven by|mean(?:s|ing)|lack(?:s|ed|ing)?|aim(?:s|ed|ing)?|intend\w*|conflicts?|struggl\w*|"
        r"to (?:avoid|prevent|protect|allow|determine|help|make|give|keep|reduce))\b",
    ),
    _kind(
        "manner",
        "account",
        r"\bhow (?:do|does|did|is|are|was|were|can|to|has|have)\b",
        r"\b(?:by|through|using|with)\b",
    ),
)
FAMILIES = ("fact", "name", "account")

_ASKS_WHAT = lazy_pattern(
    r"(?:wh?at|who)(?:['’]?s| is| are| was| were| does| do)?\b(?! the (?:name|number|date|year|largest|most|first|highest|purpose))|"
    r"(?:define|explain|describe|meaning of)\b",
    re.IGNORECASE,
)
_SAYS_WHAT = lazy_pattern(
    r"(?:(?:An?|The|In [\w ]+,)\s)?(?P<head>[^.]{1,120}?)\s(?:is|are|means|was|were|refers? to|stands for)\s"
    r"(?:an?|the|any|one|when|what|money|considered|defined)\b"
)
_COUNTED = lazy_pattern(
    r"\b(?:how many|number of|count of|proportion of|share of|percent(?:age)? of|fraction of) (?:\w+[- ])??(?P<noun>[a-z]{3,})\b|\b(?P<price>fees?|costs?|prices?|charges?|salary|revenues?|fines?|budget|penalty|interest|email|e-mail|phone)\b",
    re.IGNORECASE,
)
_OWN_NAMES = lazy_pattern(r"\b(?:[A-Z][\w'-]+|\d[\d,.]*)\b")
_NEGATES = lazy_pattern(
    r"\b(?:not|never|no|without|except|other than|aside from|besides|neither|nor|none|avoid|prevent|fail\w*|least|refus\w*|"
    r"reject\w*|den(?:y|ied))\b|n['’]t\b",
    re.IGNORECASE,
)
_OPEN = lazy_pattern(
    r"\b(?:unclear|unknown|unpublished|not (?:yet )?(?:clear|known|published|announced|decided|set|disclosed|found))\b",
    re.IGNORECASE,
)
_SAYS_UNKNOWN = lazy_pattern(
    r"\bunknown to this desk\b|\b(?:not|never) (?:found|verified|seen) by this desk\b|\bno\b.{0,120}\b(?:was|were|is|had been) (?:found|verified|held|seen)\b.{0,40}\bdesk\b|"
    r"^This desk has not seen\b|\b(?:is|was) not known to this desk\b|\bunverified by this desk\b|"
    r"\bthis desk (?:knows of no|holds no|has no|found no|has found no confirmation|did not find|has not found|does not (?:hold|know|estimate)|cannot say|last looked\b.{0,120}\bdid not)\b|\bwhen this desk last looked\b",
    re.IGNORECASE,
)

_SAYS_NOT_YET = lazy_pattern(
    r"\bhad not (?:yet )?(?:been )?(?:published|issued|decided|announced|released)\b.{0,60}\bby\b|\bis not (?:yet )?final\b|"
    r"^No\b.{0,120}\bhad been (?:published|issued|decided|announced|released|filed) by\b",
    re.IGNORECASE,
)
_MONTH_OF = lazy_pattern(
    rf"\b(?P<month>{_MONTH})(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:, ?| (?:of )?|-)(?P<year>(?:1[6-9]|20)\d\d|(?<=-)\d\d)\b",
    re.IGNORECASE,
)
_QUARTER_OF = lazy_pattern(r"\bQ(?P<number>[1-4])(?: of|[ -])? ?['’]?(?P<year>20\d\d|\d\d)\b", re.IGNORECASE)
_QUARTERS = ("mar", "jun", "sep", "dec")
YEAR = lazy_pattern(r"\b(?:1[6-9]|20)\d\d\b")
_ASKS_WHETHER = lazy_pattern(
    r"\W*(?:is|are|was|were|has|have|had|did|does|do|will|can)\b|.*\b(?:yet|still|status|latest|so far|news|progress|when will|out)\b",
    re.IGNORECASE | re.DOTALL,
)


def kinds_asked(question: str) -> list[Kind]:
    """The kinds that the question asks for, in the order of the table."""
    return [kind for kind in KINDS if kind.asks.search(question)]


@dataclass(frozen=True, slots=True)
class Demands:
    """What a question demands of a sentence: ``kinds`` of thing, of which ``own`` (the names and numbers that it gives
    itself) cannot be one, and the noun that it wants ``counted`` or priced, None when it wants none."""

    kinds: tuple[Kind, ...]
    own: re.Pattern[str] | None
    counted: str | None

    def held(self, text: str) -> list[Kind]:
        """The kinds asked for that the text holds beside what the question names."""
        rest = self.novel(text)
        return [kind for kind in self.kinds if kind.is_held(rest)]

    def lacked(self, text: str, held: Sequence[Kind]) -> list[Kind]:
        """The kinds that are not among those ``held`` by the text; none when it says that the thing is open."""
        missing = [kind for kind in self.kinds if kind not in held]
        return [] if not missing or _OPEN.search(text) else missing

    def lacking(self, text: str, held: Sequence[Kind]) -> int:
        """How many kinds of fact or name are lacked."""
        return sum(kind.family != "account" for kind in self.lacked(text, held))

    def novel(self, text: str) -> str:
        """The text without the names and numbers that the question itself gives."""
        return self.own.sub("", text) if self.own else text


def months_of(text: str) -> set[tuple[str, str]]:
    """The months that a text names with their year, as ("jun", "2026"); a quarter is its last month."""
    named = [(match["month"][:3].lower(), match["year"]) for match in _MONTH_OF.finditer(text)]
    quarters = [(_QUARTERS[int(match["number"]) - 1], match["year"]) for match in _QUARTER_OF.finditer(text)]
    return {(month, f"20{year}"[-4:]) for month, year in (*named, *quarters)}


@lru_cache(_HELD)
def demands(question: str, whole: str = "") -> Demands:
    """What the question demands; ``whole`` is it with the earlier turns that it leans on, if any."""
    names = sorted(set(_OWN_NAMES.findall(whole or question)), key=len, reverse=True)
    own = re.compile(rf"(?<![\w.,])(?:{'|'.join(map(re.escape, names))})(?!\w|[.,]\d)") if names else None
    match = _COUNTED.search(question)
    noun = (match["noun"] or match["price"]).lower() if match else None
    return Demands(tuple(kinds_asked(question)), own, noun)


def asks_what(question: str) -> bool:
    """Whether a question asks what or who something is."""
    return bool(_ASKS_WHAT.match(question.strip()))


def defined_head(text: str) -> str | None:
    """What a sentence says the nature of when it opens by doing so ("A stable value fund is a …"), None when not."""
    told = _SAYS_WHAT.match(text)
    return told["head"] if told else None


def negates(text: str) -> bool:
    """Whether a text says that something is not so, or excepted."""
    return bool(_NEGATES.search(text))


def says_unknown(text: str) -> bool:
    """Whether a sentence of the corpus says that the desk does not know a thing."""
    return "desk" in text.lower() and bool(_SAYS_UNKNOWN.search(text))


def says_not_yet(text: str, question: str) -> bool:
    """Whether a sentence says that what the question takes for done had not been done, in the year that it names; to one
    that asks whether it was, that is the answer."""
    years = set(YEAR.findall(question))
    of_the_year = not years or bool(years & set(YEAR.findall(text)))
    return of_the_year and bool(_SAYS_NOT_YET.search(text)) and not _ASKS_WHETHER.match(question)
