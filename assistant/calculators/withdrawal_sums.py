"""The sums and the rates of a withdrawal: what is taken out, needed in hand, held as balance or earned, and taxed at which rate."""

from __future__ import annotations

import re

from assistant.calculators.leftovers import named
from assistant.calculators.protocol import DROP, Slot, Slots
from assistant.calculators.quantities import Quantity
from assistant.calculators.reading import Reading
from assistant.calculators.taken import share_taken
from assistant.patterns import lazy_pattern

_NEITHER_RATE = lazy_pattern(
    r"^\s*(?:(?:early |additional |irs |extra )*(?:penalt\w+|excise|withh\w+|hit|additional|early|extra|thing|ding|bite|mandatory|of (?:my|the|her|his) (?:balance|account|vested))|vest|tax penalty)"
)
_RULE_RATE = lazy_pattern(
    r"\s*(?:(?:early|additional|extra|penalty|federal|irs) )*(?:tax|penalt\w+|excise)\b(?! ?(?:bracket|rate))"
)
_NAMED_TAX = lazy_pattern(r"\b(?:the|that|a|any|this|no|irs|early|additional|pay|owe|avoid|due|extra) $")
_ONLY_NAMED = lazy_pattern(
    r"\b(?:the|that|this|a|any|no|irs|early|w/?o|w/out|without|avoid\w*|escape|dodg\w+|skip\w*|free of|exempt from)(?: (?:the|that|paying|any|a|this|extra|usual|early))* $"
)
_RATE_AFTER = lazy_pattern(r"\s*(?:fed(?:eral)?\b|state\b|(?:income )?tax bracket|bracket|marginal)")
_RATE_BEFORE = lazy_pattern(
    r"\b(?:(?:fed(?:eral)?|state|local|bracket|marginal|tax rate|rate)(?: income)?(?: tax(?:es)?)?(?: rate| bracket)?(?: is| of| =|:)?|taxed at|(?:tax )?rate at) $"
)
_TAX_AT = lazy_pattern(r"\b(?:tax(?:es|ed)?|irs)(?: hit| bill| cost| damage)? at $")
_STATE_AFTER = lazy_pattern(r"\s*(?:in |for |of |the |my )*(?:own )?(?:state|california|new york|local)\b")
_STATE_BEFORE = lazy_pattern(r"\b(?:state|local)(?: income)?(?: tax(?:es)?)?(?: rate)?(?: of| is| at|:)? $")
_WHO_KEEPS = r"\b(?:they|it|plan|job|employer|company|custodian|administrator|provider|fidelity|vanguard|schwab|irs|govt|government|feds|uncle sam)(?:'ll| will| would| do| does| is| are| going| to| gonna| have| has| must| can| usually| automatically)*"
_FOR_TAX = r"for (?:the )?(?:fed\w* |income )?(?:tax(?:es)?|irs|feds|uncle sam)\b"
_KEPT_BACK = (
    rf"{_WHO_KEEPS} (?:keep|hold|take|pull|skim|grab|shave)(?:s|ing)? (?:it )?(?:back|out|off)\b(?! (?:of|from) (?:my|the) (?:pay|salary|wages))"
    rf"|{_WHO_KEEPS} (?:keep|hold|take|deduct|skim|send|withhold)s? (?:\w+ ){{0,3}}?{_FOR_TAX}"
    rf"|\b(?:held|kept|taken|deducted|skimmed) (?:(?:back|out|off) )?{_FOR_TAX}"
)
_WITHHOLDING = lazy_pattern(
    _KEPT_BACK
    + r"|\bnet (?:check|cheque|pay(?:ment|out))\b|\bwith ?h(?:e|o)ld\w*|\bwithhldg\b|\bw/ ?h(?:old\w*|ldg)?\b|\b(?:fed(?:eral)?|mand(?:atory)?\.?|tax) wh\b|\bcheck (?:will|would|do)|\b(?:size|amount|big|much) (?:of |is |will |would )?(?:the |my |that )?(?:check|cheque)\b|\bwhat (?:check|cheque)\b|\bcheque\b"
    r"|\b(?:lands?|arrives?|hits?|shows? up|ends? up) in (?:my|the|his|her|our) (?:bank|checking|account)|\b(?:paid|pays?|paying|payable)\b.{0,20}\bto me\b|\bindirect rollover|\bin my hands?\b|\bdirect payment\b"
)
_PAID_ASKED = lazy_pattern(
    r"\bnet (?:check|cheque|pay(?:ment|out))\b|\b(?:lands?|arrives?|hits?|shows? up|ends? up) in (?:my|the|his|her|our) (?:bank|checking|account)|\b(?:size|amount|big|much|what) (?:of |is |will |would |'s )?(?:the |my |that )?(?:net )?(?:check|cheque)\b|\bwhat (?:check|cheque)\b|\bcheck (?:will|would|do)|\b(?:actually |really )?(?:arrives?|lands?|reaches me|get (?:paid|in hand|sent))\b|\bleft after withh\w+|\bend up (?:with|getting)\b"
)
_PAID_TO_SAVER = lazy_pattern(
    r"\b(?:an?|the|my|his|her|our|that|this|one|rollover|payout|distribution) (?:\w+ )?(?:check|cheque)\b|\bcheque\b|\bcheck (?:comes|came|made|goes|went|for \$?\d)|\bindirect rollover\b|\broll\w*\b[^?]*\bpaid\b[^.;?]{0,24}\bto me\b"
)
_CHECK_PAID = lazy_pattern(
    r"\b(?:cut|cuts|cutting|send|sends|sent|sending|mail(?:s|ed|ing)?|wr(?:ite|ites|ote|itten|iting)|issue[sd]?|issuing|g[ai]ve[sn]?|hand(?:s|ed)?|made out|payable|come|comes|came)\b[^.;?]{0,30}\b(?:check|cheque)\b"
    r"|\b(?:check|cheque)\b[^.;?]{0,30}\b(?:made out|payable|in my name|to me|mailed|sent)\b|\brollover (?:check|cheque)\b|\bindirect rollover\b|\broll\w*\b[^?]*\bpaid\b[^.;?]{0,24}\bto me\b"
)
_CHECK_OF = lazy_pattern(r"\b(?:check|cheque)(?: was| is| of| for| came| to| only| just| about)* ?\$?$")
_BEFORE_HELD = lazy_pattern(
    r"\b(?:full|gross|original|whole|entire|total|starting) (?:amount|sum|distribution|payment|payout|rollover|withdrawal|balance)\b|\bbefore (?:the |any |that )?(?:20% |mandatory )*withh\w+"
)
_HELD = lazy_pattern(_KEPT_BACK + r"|\bwith ?h[eo]ld\w*|\bpenalt\w+|\b(?:taken|kept|held|come[s]?) (?:out|back|off)\b")
_RECEIVED = lazy_pattern(
    r"\b(?:how much|what)(?:'s| is| of it| money| amount| sum| cash)*(?: (?:do|will|would|does|can|actually|really|then|i|we|she|he|they|it|(?:the )?(?:participant|saver|worker|employee|person|owner)|ends? up)){0,4} (?:gets?|getting|receives?|receiving|with|see|sees|arrives?|lands?|reach(?:es)?|hits?|shows? up|comes?|left|deposited?)\b"
)
_GROSS_UP = lazy_pattern(
    r"\b(?:need|needs|want|wants|to (?:get|net|have|keep|end up with|clear|receive|walk away with|take home)|net(?:s|ting)?|clear|end up with|in hand|take.?home|keep|left with)\b[a-z ,']{0,22}\$?$"
)
_IN_HAND = lazy_pattern(
    r"\s*(?:dollars |bucks )?(?:(?:lands?|arrives?|shows? up|reaches me|comes? in|is left|gets? to me)\b|left\b|in (?:my )?(?:hands?|pocket)|to (?:spend|land|arrive|show up)|net\b|clear\b|after (?:the |any |all |mand(?:atory)?\.? |fed(?:eral)? )*(?:tax|withh|w/ ?h)\w*)"
)
_GROSS_ASK = lazy_pattern(
    r"\bhow much (?:do|would|must|should|will|does) (?:i|we|you|he|she|someone) (?:have to |need to |must )?(?:withdraw|take|pull|cash|request|ask)|\bgross.?up|\b(?:how much|what)(?: amount)? to (?:withdraw|take|pull|cash|request|ask)|\bwhat (?:must|should|do|would|amount|sum) (?:do |should |must |would )?i (?:withdraw|take out|request|ask|pull|have to)"
    r"|\bneed to (?:withdraw|take|pull|request)|\b(?:request|gross)(?: amount| sum)?\b"
)
_KEEP = lazy_pattern(
    r"\b(?:keep|kept|left over|(?:is|be|what'?s|would be|have|money|much) left(?! (?:my|the|his|her|a|work))|net|in hand|pocket|take.?home|after.tax|after (?:the )?(?:tax|penalt)\w*|end up with|walk away|actually get|receive|see of it|left over|clear)\b"
)
_STILL_DUE = lazy_pattern(
    r"\b(?:how much more|still (?:owe|due)|what more|more tax|remaining tax|balance due|left to pay|owe (?:on top|at filing|when i file|in april)|extra do i owe|on top of (?:the|that|what))\b"
)
_PENALTY_ASKED = lazy_pattern(
    r"\b(?:(?:early|additional|10 ?(?:%|percent|per cent)|ten percent|extra)(?: withdrawal)? (?:tax|penalt\w+)|penalt\w+)(?: (?:amount|in dollars|in \$|on|at|for|is|would|be))?\b"
)
_ALL_ASKED = lazy_pattern(
    r"\b(?:total|all (?:in|up|told|taxes)|altogether|taxes|together|plus|combined|everything|sum|keep|left|net|cost|lose|hit|owe|and (?:income|the) tax)\b"
)
_MOST_ASKED = lazy_pattern(
    r"\b(?:how much (?:can|could|may)\b[^.?!]{0,100}\b(?:take|pull|withdraw)|how much (?:can|could|may|of it|is)\b.{0,40}(?:take|pull|withdraw|get|free|have|out)|how (?:big|large) (?:an?|can|could|may)|max\w*|limit|most|up to|cap|free amount|penalty[- ]free)\b"
)
_BALANCE_AFTER = lazy_pattern(
    r"\s*(?:(?:vested|account|plan|401\s?\(?k\)?|ira|total) )?(?:balance|vested\b|account\b)|\s*(?:is |sits |sitting |saved |left |held )?(?:in (?:the|my|his|her|our|an?) (?:account|plan|401|403|457|ira|tsp|balance))|\s*saved\b"
)
_BALANCE_BEFORE = lazy_pattern(
    r"\b(?:balance|bal|vested|account(?: has| holds)?|(?:plan|it|401\s?\(?k\)?|ira) (?:has|holds)|(?:i|he|she|we) (?:only )?have|there(?:'s| is)|worth|holds)(?: balance| amount| part)?(?: is| of| at| was|:| about| around| only| just)* ?\$?$"
)

_NAMED_LIMIT = lazy_pattern(
    r"(?: emergency| exception| withdrawal)? (?:limit|cap|max(?:imum)?|exception|rule|exemption)\b"
)
"""A sum beside others that only names the limit of an exception ("the 1,000 limit")."""


def amounts(reading: Reading) -> tuple[Quantity, ...]:
    """Sums that may be withdrawn: not incomes, not balances, not prices a paycheck."""
    usual = [each for each in reading.sums if each.value > 0 and not _is_income(reading, each)]
    usual = [each for each in usual if len(usual) == 1 or not _NAMED_LIMIT.match(reading.plain, each.end)]
    held = [each for each in usual if _is_balance(reading, each)]
    if held and (len(usual) > len(held) or reading.says(_MOST_ASKED)):
        usual = [each for each in usual if each not in held]
    return tuple(usual)


def _is_balance(reading: Reading, money: Quantity) -> bool:
    """ "1,600 in the account", "vested balance 18k": what there is, not what is taken."""
    return bool(
        _BALANCE_AFTER.match(reading.plain, money.end) or _BALANCE_BEFORE.search(reading.before(money, 40).rstrip("$"))
    )


def _is_income(reading: Reading, money: Quantity) -> bool:
    before, after = reading.before(money, 26), reading.after(money, 24)
    return bool(
        re.match(r"\s*(?:account )?balance", after)
        or re.search(
            r"\b(?:agi|income|salary|earn|earning|make|making|wages|gross income)(?: is| of| was|:| about| around)* ?\$?$",
            before,
        )
        or re.match(
            r"\s*(?:of |in |an? )?(?:agi|adjusted gross|income(?! tax)|salary|a year|per year|wages|medical|hospital|of (?:medical|hospital|surgery)|in (?:medical|hospital)|bills?)",
            after,
        )
        or re.search(
            r"\b(?:(?:medical|hospital|surgery|doctor'?s?) (?:bills?|expenses?|costs?)|bills)(?: of| is| are| were| was|:|,| at| for| totall?ing| about)* ?\$?$",
            before,
        )
    )


def fill_amount(reading: Reading, slots: dict[str, Slot], earlier: Slots) -> None:
    """The sum taken or needed in hand, and beside it balances, bills and incomes."""
    sums = amounts(reading)
    if sums:
        needed, in_hand = _GROSS_UP.search(reading.before(sums[0], 40)), _IN_HAND.match(reading.plain, sums[0].end)
        wanted = (needed and in_hand) or (reading.says(_GROSS_ASK) and (needed or in_hand))
        wanted = wanted or (reading.says(_BEFORE_HELD) and _CHECK_OF.search(reading.before(sums[0], 40)))
        slots["net" if wanted else "amount"] = Slot(sums[0].value, "question", sums[0].text)
        share = None if wanted else share_taken(reading, sums[0])
        if share is not None:
            slots["taken_share"] = Slot(share.value, "question", share.text)
        elif "taken_share" in earlier:
            slots["taken_share"] = DROP
        if earlier:
            slots["amount" if wanted else "net"] = DROP
    others = [each for each in reading.sums if each not in sums]
    for each in others:
        if _NAMED_LIMIT.match(reading.plain, each.end):
            slots["named_limit"] = named(each.text)
            continue
        slots[_other_sum(reading, each)] = Slot(each.value, "question", each.text)


def _other_sum(reading: Reading, money: Quantity) -> str:
    """ "balance", "medical" or "agi"."""
    before, after = reading.before(money, 26), reading.after(money, 24)
    if not _is_income(reading, money) or re.match(r"\s*(?:account )?balance", after):
        return "balance"
    income_said = re.search(r"\b(?:agi|income)[a-z ]{0,10}$", before[-18:]) or re.match(
        r"\s*(?:of |in )?(?:agi|adjusted|income)", after
    )
    medical = not income_said and re.search(r"\b(?:medical|hospital|surgery|bills?|doctor)", before + after)
    return "medical" if medical else "agi"


def fill_rates(reading: Reading, slots: dict[str, Slot]) -> None:
    """Federal and state rates, with or without a percent sign; the rates of the rules themselves are not the asker's."""
    for each in reading.of("number", "age"):
        if 0 < each.value < 60 and is_rate(reading, each):
            before = reading.before(each, 30)
            state = _STATE_BEFORE.search(before) or (
                _STATE_AFTER.match(reading.plain, each.end) and not _own_word_before(reading, each)
            )
            slots.setdefault("state_rate" if state else "tax_rate", Slot(each.value, "question", each.text))
    taken = slots["taken_share"].text if "taken_share" in slots else None
    for each in reading.of("percent"):
        if each.text != taken:
            _fill_percent(reading, slots, each)


def _own_word_before(reading: Reading, rate: Quantity) -> bool:
    """Whether the "fed" before a number is its own, and not that of the number before ("22% fed 5 state")."""
    match = _RATE_BEFORE.search(reading.before(rate, 30))
    if match is None:
        return False
    start = max(0, rate.start - 30) + match.start()
    return not any(each.end <= start and not reading.plain[each.end : start].strip() for each in reading.quantities)


def is_rate(reading: Reading, quantity: Quantity) -> bool:
    """ "fed 24", "22 bracket": a rate without its sign, so no age."""
    return bool(
        _RATE_AFTER.match(reading.plain, quantity.end)
        or _RATE_BEFORE.search(reading.before(quantity, 30))
        or _is_rate_at(reading, quantity)
    )


def _is_rate_at(reading: Reading, quantity: Quantity) -> bool:
    """ "tax hit at 22" beside an age of 58: too young to be the saver's."""
    older = any(each.value > quantity.value for each in reading.of("age", "number") if each.value < 120)
    young = older and quantity.value < 40 and not reading.of("percent")
    return young and bool(_TAX_AT.search(reading.before(quantity, 24)))


def _fill_percent(reading: Reading, slots: dict[str, Slot], rate: Quantity) -> None:
    before, after = reading.before(rate, 28), reading.after(rate, 28)
    if re.match(r"\s*(?:mand(?:atory)?\.? |default |tax |income |fed(?:eral)? )*(?:withh|w/ ?h\b)", after) or re.search(
        r"\bwithh\w+(?: of| at| is)? $", before
    ):
        slots["withheld_rate"] = Slot(rate.value, "question", rate.text)
        return
    if rate.value == 10 and _ONLY_NAMED.search(before):
        slots["named_rate"] = named(rate.text)
    if _NEITHER_RATE.match(after) or re.search(r"\bpenalt\w+(?: of| is)? $", before):
        return
    if rate.value in (10, 25) and _RULE_RATE.match(after) and _NAMED_TAX.search(before):
        return
    if (
        rate.value in (10, 20, 25)
        and not re.match(r"\s*(?:tax|fed|income|marginal|bracket|rate|state)", after)
        and not re.search(
            r"\b(?:tax(?:ed)?|bracket|rate|federal|fed)(?: rate| bracket)?(?: of| is| at| in the)? $", before
        )
    ):
        return
    if _STATE_AFTER.match(after) or _STATE_BEFORE.search(before):
        slots["state_rate"] = Slot(rate.value, "question", rate.text)
    elif not re.match(r"\s*(?:of\b(?! (?:it |that )?(?:goes|in tax))|vested|match)", after):
        slots.setdefault("tax_rate", Slot(rate.value, "question", rate.text))


def check_asked(reading: Reading) -> bool:
    """Whether a check made out to the saver is spoken of, and what arrives of a sum or is held back is asked for."""
    if not reading.says(_CHECK_PAID) or not re.search(r"\broll|\b(?:401|403|457|ira|tsp|plan)", reading.plain):
        return False
    return any(reading.says(each) for each in (_RECEIVED, _PAID_ASKED, _BEFORE_HELD, _HELD))


_CHANGES_IT = {"tax_rate", "state_rate", "reason"}
"""What is said when more than the withholding decides what is left."""


def result_wanted(reading: Reading, slots: Slots) -> str:
    """What is asked for: "withholding" (held back), "paid" (what arrives), "kept", "most" or "penalty"; empty when not said."""
    if reading.says(_STILL_DUE) and slots.keys() & {"tax_rate", "state_rate"}:
        return "due"
    if (
        (reading.says(_PAID_TO_SAVER) or "direct_rollover" in slots)
        and reading.says(_RECEIVED)
        and not slots.keys() & _CHANGES_IT
    ):
        return "paid"
    if reading.says(_WITHHOLDING):
        return "paid" if reading.says(_PAID_ASKED) else "withholding"
    if "balance" in slots and "amount" not in slots and reading.says(_MOST_ASKED):
        return "most"
    if reading.says(_KEEP):
        return "kept"
    return "penalty" if reading.says(_PENALTY_ASKED) and not reading.says(_ALL_ASKED) else ""


def asks_received(reading: Reading) -> bool:
    """Whether what arrives of a payment is asked for."""
    return reading.says(_RECEIVED)


def asks_only_withholding(reading: Reading) -> bool:
    """Whether what is held back is asked for and neither the additional tax nor what is kept."""
    return not (reading.says(_PENALTY_ASKED) or reading.says(_KEEP) or reading.says(_COSTS))


_COSTS = lazy_pattern(r"\b(?:total|altogether|taxes|owe|costs?|lose|net)\b")
