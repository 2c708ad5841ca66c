"""Questions that hold the words of a sum and ask for something else: what people do, who decides, why, what a rule covers.

No calculator has any of it, whatever numbers stand beside; the documents answer or decline.
"""

from __future__ import annotations

from assistant.calculators.reading import Reading
from assistant.patterns import lazy_pattern

_SAVERS = r"(?:people|persons|workers|employees|participants|savers|earners|americans|households|families|taxpayers|retirees|members|couples|women|men|investors|owners|filers|adults|millennials|boomers|folks)"
_FIRMS = r"(?:employers|companies|firms|businesses|sponsors|states|countries|providers|recordkeepers|managers|fiduciaries|advis[eo]rs|courts|judges)"
_THINGS = r"(?:plans|401 ?\(?k\)?s|k-plans|iras|funds|accounts|loans|lawsuits|suits|cases|comments|letters|rollovers|withdrawals|audits|tax returns|balances)"
_SHARE = r"(?:(?:share|percent(?:age)?|proportion|fraction|portion|majority|pct) of|(?<!\d)(?<!\d )% of)"
_FEW_WORDS = r"(?:(?!(?:the|my|i|was|were|is|are|did|do|does|in|on|to|of|btc|bitcoins?|eth|would|will|can|could)\b)[\w()'+&-]+ ){0,3}"
_COUNTED = lazy_pattern(
    rf"\b(?:how many|what number of|{_SHARE}) (?:all |the |our |us )*{_FEW_WORDS}(?:{_SAVERS}|{_FIRMS})\b"
    rf"|\b(?:how many|what number of) {_FEW_WORDS}{_THINGS}\b"
    rf"|\b{_SHARE} (?:all |the |our |us )*{_FEW_WORDS}{_THINGS} (?:that|which|who|offer\w*|allow\w*|use[ds]?|have|has|had|with a|let|default\w*|match|charge|hold|go|went|get|got|were|do|did|end|fail|could|can|permit\w*)\b"
    rf"|\bhow much (?:money |in total )?(?:(?:did|do|does|have) {_FEW_WORDS}{_FIRMS}\b|(?:did|have) {_FEW_WORDS}{_SAVERS} (?:put|pay|paid|save[ds]?|contribut\w+|defer\w*|lo[os]\w+|t[ao]ken?|withdr\w+|borrow\w*|make|made|earn\w*|get|got)\b)"
    rf"|\b(?:held|owned|paid|used|taken|managed|run|made) by (?:\w+ ){{0,2}}(?:{_SAVERS}|{_FIRMS})\b"
)
_COUNT_OF = lazy_pattern(
    rf"(?<!the )(?<!my )(?<!our )(?<!a )\b(?:plan|employer|sponsor|firm|company|participant|worker|saver|account|loan) counts?\b(?! (?:on|for much))"
    rf"|(?<!by )(?<!by the )(?<!over the )(?<!/ )(?<!/ the )(?:\bnumber|\bcount|(?<!\w)#|\bno\.) of {_FEW_WORDS}(?:{_FIRMS}|plans)\b"
)
_HABITS = lazy_pattern(
    rf"(?:^|[,.;?!-] ?|\b(?:and|but|so|ok|hey) )(?:do|does|have|are|did) (?:(?:(?:most|many|all|any|some|big|large|small|other|more|few|the) )*(?:\w+ )?{_FIRMS}|(?:most|many|all|any|some|big|large|small|few) (?:\w+ )?(?:plans|401 ?\(?k\)?s|funds))\b"
    r"|\bhow (?:often|common|popular|widespread|likely|rare)\b|\b(?:odds|chances|likelihood)\b"
    r"|\b(?:hit|adoption|take-?up|uptake|usage|audit|participation|success|approval|failure|opt-?out|error|compliance|delinquency) (?:rates?|statistics|stats?)\b"
    r"|\b(?:which|what) (?:\w+ ){0,2}(?:fund managers?|managers|firms?|compan(?:y|ies)|providers?|states|agenc(?:y|ies)|banks?|senators?|employers|sponsors|courts?|judges?|countr(?:y|ies)|groups?) (?!match|contribution|put|pay|gave|give|money|share|plan)"
    r"|\b(?:hold|own|manage|ha[sd])s? the most\b"
)
_OF_A_GROUP = lazy_pattern(
    rf"\b(?:by|per|across|in each|for each|in every) (?:age|state|gender|sex|income|race|industry|generation|sector|county|region|provider|cohort|occupation|decade)\b|\bin (?:their|your|my|his|her|the) (?:\d0'?s|twenties|thirties|forties|fifties|sixties|seventies)\b"
    rf"|\b(?:for|of|among|by|held by|do|does|is a|a) (?:an? |the |most |all )*(?:\w+ )?(?:women|men|woman|man|millennials?|boomers?|gen[- ]?[xz]|couples?|singles?|teachers?|nurses?|retirees?|millionaires?|(?:\d\d|\w+)[- ]?(?:year[- ]olds?|yos?|somethings?)|(?:someone|somebody|anyone|persons?|people|folks|workers?) (?:turning|aged|who(?:'s| is)|at|around|in their|near)|(?:black|white|hispanic|latino|asian|young|younger|older|low[- ]\w+|high[- ]\w+) (?:{_SAVERS}|\w+ers)|\d\d)\b"
)
_AVERAGE = lazy_pattern(r"\b(?:avg|average|averages|median|typical(?:ly)?|balances?)\b")
_REASONS = lazy_pattern(
    r"^(?:(?:and|but|so|ok|hey|also) )*(?:why|how come|what for)\b|\bwhat should (?:i|we) do\W*$|[,.;:?!-] ?(?:and |but |so )?(?:why|how come) (?:is|are|was|were|do|does|did|would|can|can't|cant|has|have|not|the|it|they|\$?\d)"
    r"|\bwho (?:decide[sd]?|sets?|came up|made|invented|picked|chose|enforces?|wrote|approves?|has to|must|pays|owns|holds|manages|polices|checks)\b"
    r"|\b(?:critics?|opponents?|advocates?|economists?|lobby\w*|skeptics?|sceptics?|detractors|proponents)\b|\bcritici[sz]\w*|\bcontroversial\b|\bunfair\b"
    r"|\bwhat (?:do|does|did|have|has) (?:\w+ ){1,4}(?:say|said|think|thought|argue[ds]?|complain\w*|want) (?:about|of|on)\b|\bdoes (?:anyone|anybody|everyone) (?:think|believe|say|oppose|support|want)\b"
)
_NAMES = lazy_pattern(
    r"\b(?:which|what|cite|name) (?:me )?(?:(?:the|\w+) )?(?:\w+ )?(?:line|form|law|statute|notice|index|box|agency|official|bill|act|rule|inflation measure|measure)\b"
    r"|\b(?:indexed|pegged|tied to|adjusted for|rounded (?:to|up|down)|grandfathered)\b|\bhow long (?:do|does|did|will|has|have) (?:the )?(?:irs|limits?|caps?|congress|rules?)\b"
)
_ABOUT_RULES = lazy_pattern(
    r"\b(?:code|treasury|irc|which|what|under what|in what) (?:sections?|regulations?|provisions?|statutes?)\b|\bregulations? (?:progress|status|section|on|deals?|hold)\b|\bcode sections?\b"
    r"|\b(?:phone|fax|e-?mail|contact)\b(?: (?:number|address|details|for|of))|\b(?:role|purpose) of\b|\b(?:irs|sec|dol|congress|labor|treasury) roles?\b|\bpurpose\b.*\barticle\b"
    r"|\btimeline\b|\bprovenance\b|\bcross-?check\w*|(?<!\w)# ?(?:of )?(?:hces?|key (?:employees|ees))\b|\bwhat (?:decides|determines|counts|is counted|qualifies|happens to)\b|\bunder what (?:circumstances|conditions)\b|\bis (?:\w+ ){1,3}automatic\b|\bdepends? on (?:my|the|your) (?:plan|employer)\b"
    r"|\bgood[- ]faith\b|\bhow strict\w*\b|\bnotice (?:must|has to|does|do)\b|\bwhat'?s? (?:is )?(?:that|the) (?:\w+ )?called\b|\bdifferen(?:t|ce)s? (?:from|between)\b(?!.*\$)(?=.*\b(?:40[13]|457|415)\b)(?!.*\b(?:limits?|caps?|assets|held|max\w*)\b)"
    r"|\bhow does? \d{3}\(\w\)\S* differ\b|\bpolicy ?engine\b|\b(?:when|in which year|which year) (?:are|is|do|does) (?:the )?(?:earnings|excess|gains?)\b|\bfrom which month\b"
    r"|\b(?:which|gross or|agi or) (?:\w+ ){0,2}(?:income|paycheck|wages?) (?:counts?|does it|is used|do they)\b|\bgross or magi\b|\bcounted? (?:toward|against|as|in) (?:the |my )?(?:annual additions|415|limit)\b|\bcounts? (?:toward|against)s? (?:the |my |that |this )?(?:same |\w+ )?(?:\$?\d[\d,.]*k?|limit|cap|max\w*)(?!\w)|\bmatch(?:ing)? counts?\b|\b(?:sits?|falls?|is|are) (?:in|inside|within) or (?:out|outside)\b"
)
_TWO_PLACES = lazy_pattern(
    r"\b(?:full|whole|entire|max\w*) (?:amount|limit|thing)?\b[^.?!]{0,30}\b(?:in|at|to|into|for) (?:both|each|two)\b|\bmax(?:ing)? out (?:both|two)\b|\bthe limit (?:at|for) (?:both|each)\b"
)
_LEFT_IN = lazy_pattern(
    r"\b(?:too much|excess\w*|over-?contribut\w*)\b.*\b(?:left|leave|stays?|kept|cost|per year|each year|every year)\b"
)
_SMALL_EXCESS = lazy_pattern(
    r"(?=.*\b(?:iras?|roth)\b).*(?:\bover-?(?:contributed|funded)(?:(?: \w+){0,4} by)? \d{2,3}(?![\d%]| ?percent)|(?<![\d,.])\d{2,3} (?:dollars |bucks )?(?:too much|over\b)|\b(?:excess|too much)(?: \w+){0,2} (?:of|by|is) \d{2,3}(?![\d%]| ?percent))"
)
_DISASTER = lazy_pattern(
    r"(?=.*(?:\bdisasters?\b|\bhurricanes?\b|\btornado\w*|\bwildfires?\b|\bearthquakes?\b|\bfloods?\b))"
    r".*(?:\bhow long\b|\bspread\w*\b|\ball at once\b|\b(?:in|over) (?:one|1|three|3|a|\w+) years?\b|\b(?:hold|held|holds|withh\w+)\b|\blost (?:my|our|the) (?:house|home|place)\b)"
)
"""A disaster's distribution asked about otherwise than by its sum."""
_EVER_CHANGED = lazy_pattern(
    r"\b(?:did|has|have|had) (?:it|that|they|this) (?:ever|never) (?:budge\w*|change\w*|move\w*|go(?:ne)? up|rise|risen)\b"
)
_HOW_LONG_BOUND = lazy_pattern(
    r"\bhow long (?:am|are|is|do|does|must|will) (?:i|we|you|one|he|she)\b[^.?!]{0,20}\b(?:stuck|bound|tied|keep|locked|continue|have to (?:keep|take|continue))\b"
)
_NEEDS = lazy_pattern(
    r"(?:^|[,.;?!] ?)(?:so |and |but |ok )?(?:do|does) (?:i|you|we|he|she|they|one|someone) need (?!to\b|\$?\d)|\b(?:taxed|charged|penali[sz]ed|hit|pay \w+) twice\b|\bdouble[- ]tax\w*"
)
_HELD_IN = lazy_pattern(
    r"\bhow much of\b[^?!]{1,50}\b(?:is|are|was|were|sits?|went) (?:already |now |currently |actually |held |invested |kept |parked )*(?:in|into) (?:the )?(?:crypto\w*|digital assets|bitcoins?|btc|eth\w*|private \w+|real estate|gold|stocks|bonds|cash|alternatives?)\b"
)
_DUTIES = lazy_pattern(
    r"\b(?:is|are|does|do|must|can|will|has|have) (?:my |the |an? |our |his |her |all |every |most )*(?:\w+ )?(?:employers?|compan(?:y|ies)|boss|plans?|sponsors?|firms?|administrators?|401 ?\(?k\)?s?)(?: (?:even|legally|also|always|still|generally|usually))* (?:(?:required|obliged|obligated|forced|supposed|have|has|need|allowed|permitted|bound) to )?(?:offer|allow|permit|provide|let|tell|report|notify|accept|refuse|deny|block)\b"
)
_ONE_OR_SEVERAL = lazy_pattern(
    r"\b(?:one|a single|same|shared|joint|combined|separate)\b(?: [\w()]+){0,3} or (?:two|both|separate|several|each|another|2|one|combined|shared)\b"
    r"|\b(?:limit|cap|max(?:imum)?)\b[^.?]{0,12}\b(?:is |be |get |are )?(?:shared|separate|per (?:person|employer|plan|job))\b|\bis (?:it|that|this) per (?:person|employer|plan|job)\b"
    r"|\b(?:own|each|both)\b.{0,24}\bor (?:is it |are they |do they )?(?:shared|combined)\b|\b(?:limit|max\w*|cap|amount) twice\b"
    r"|\bseparate (?:\$?[\d,.]+k? )?(?:(?:contribution|deferral|annual) )?(?:limits?|caps?|max(?:es|imums?)?)\b"
    r"|\bseparate \$?[\d,.]+k? (?:\w+ )?(?:at|for|per|from|in|with) (?:each|every|both)\b"
)
_RELEASED = lazy_pattern(
    r"\b(?:(?:what|which) (?:date|day|month)|when)\b(?=[^.?!]*\b(?:ici|irs|reports?|figures|numbers|data|stat(?:istic)?s|limits?|notice)\b)[^.?!]{0,70}\b(?:put(?:s|ting)? out|publish\w*|releas\w*|announc\w*|(?:com(?:e|es|ing)|came) out|issue[ds]?|unveil\w*)\b"
)
_WHEN_PAID = lazy_pattern(
    r"\bsaver'?s'? match\b.*\bwhen\b[^.?!]{0,24}\b(?:land|arrive|paid|pay(?:s|ing)?(?: out)?|deposit\w*|come|show up|hit|get)"
)
_SCOPE = lazy_pattern(
    r"(?:^|[,.;?!] ?)(?:so |and |but |ok )?(?:do|does|is|are|did)\b[^.?!]{0,60}\b(?:look(?:ing)? at|take into account|go by|depend on)\b"
)
_TAX_ON_CORRECTION = lazy_pattern(
    r"\b(?:excess\w*|over-? ?contribut\w*|over-? ?defer\w*|correct\w*|too much|over the (?:\w+ )?limit)\b.*\b(?:penalt\w+|10 ?(?:%|percent|pct))|\b(?:penalt\w+|10 ?(?:%|percent|pct)).*\b(?:excess\w*|over-? ?contribut\w*|over-? ?defer\w*|corrective|too much|over the (?:\w+ )?limit)"
)
_ASKS_AMOUNT = lazy_pattern(r"\bhow much\b|\btotal\b|\bwhat'?s? (?:is )?(?:the|my) (?:max|limit|most)")
_ASKS_DAY = lazy_pattern(
    r"\bby when\b|\bdeadlines?\b|\bwhen (?:do|must|should|is|can|does|would|will)\b|\blast da(?:y|te)\b|\bwh(?:at|ich) da(?:y|te)\b|\bhow long\b|\buntil when\b"
)
_NO_PART = lazy_pattern(
    r"\bstate(?:'s)? (?:income )?tax\w*|\b(?:local|city|county) (?:income )?tax\w*|\bhealth savings\b|\b(?:left|leaves|willed|bequeathed) (?:me|us|him|her)\b"
    r"|\b(?:bank|savings) deposits?\b|\bcertificates? of deposit\b|\bcds\b|\bmoney market funds?\b"
    rf"|(?:^|\btotal )number of {_FEW_WORDS}{_SAVERS}\b|\bici'?s? (?:401|ira|total|figure|number)[^?!]{{0,20}}\bfor\b"
)
"""Things that no calculator holds: a sum that passes them over is of something else."""
_OTHER_MATTERS = lazy_pattern(
    r"(?:\+|&|\band) consequences?\b|\b(?:kick|forc|push|boot|throw|threw|drop|cut)\w* (?:me|you|us|him|her|them|people|someone|small accounts?) out\b|\bforce-?outs?\b|\brevenues?\b|\btax expenditure\b|\blawsuits?\b|\bsuits\b|\binflation\b|\bcpi\b|\bun-?rounded\b|\b(?:without|w/o|before) rounding\b|\bindexing\b|\bawi\b|\bavg wages\b|\baverage wages\b|\bkeep up with\b"
    r"|\b(?:named|name the|your|which|what|whose|whos) (?:\w+ ){0,2}(?:sources?|sites?|websites?|web pages?|secondary accounts?|reports? gave)\b|\bsecondary accounts? (?:behind|for|gave)\b"
    r"|\benactment date\b|\borigins?\b|\bstatutes?\b|\bsince (?:what|which) year\b|\bdates? from\b|\bfirst (?:ira|401\S*|get|got|allowed)\b|\bwhen did\b[^.?!]{0,50}\b(?:go away|begin|began|start|end|get|disappear)\b|\b(?:dropped|abolished|scrapped|created|introduced|invented)\b"
    r"|\brecharacteri[sz]\w*|\b(?:flip|switch|swap)(?:ping|ped)? (?:\w+ ){0,3}to (?:a |the )?(?:regular|traditional|401\S*)|\bstarter 401|\bpuerto rico\b|\bsan juan\b|\buserra\b|\barmy\b|\bmilitary\b|\breservists?\b|\besops?\b|\bprofit[- ]sharing\b(?!.*\d)|\b(?:company|employer) (?:stock|shares)\b"
    r"|\blimitation year\b|\bplan year is\b|\bin-service\b|\b4973\b|\b(?:f|form )?(?:5329|8606)\b|\b1040\b|\bcp ?2000\b|\bepcrs\b|\bcorrection program\b|\btax (?:software|program|refunds?|savings?)\b|\bworksheets?\b|\b(?:irs|gov|free)\b[^.?!]{0,16}\b(?:calculator|tool)s?\b"
    r"|\bbankrupt\w*|\bdefunct\b|\bpandemic\b|\bcovid\b|\bweekends?\b|\bnotify\b|\bforeign\b|\bunemployment\b|\bseverance\b|\bordering\b|\b(?:hces?|sponsors?|adoption|participants?) (?:count|headcount)\b|\bheadcount\b|\bby sex\b|\bwomen's\b|\boccupations?\b|\bwhat jobs\b|\brailroads?\b|\btier (?:ii|2|two)\b"
    r"|\b(?:many|most|lots of|a lot of|alot of|hardly any|few|some) (?:of )?(?:folks|ppl|people|savers|workers|plans)\b|\b(?:folks|ppl|people|they|public servants|state workers) (?:\w+ ){0,2}(?:usually|typically|really|actually|normally) (?:put|defer|save|set)\b|\b(?:usually|typically) (?:put|defer|save|set aside)\b"
    r"|\bavg (?:\w+ ){0,3}(?:deferral|contribution|deposit|cost|employer|#)\w*|\bactual (?:\w+ ){0,2}(?:deferrals|contributions)\b|\baggregate (?:deferrals|contributions|ira)\b|\bnew contributions\b|\bguess\w*|\bactuar\w+|\bconsultants?\b|\b(?:pre-|before |b4 )2015\b|\b19[6-9]0'?s\b|\bback in the \d0'?s\b"
    r"|\bdogecoin\b|\bbitwise\b|\b[cgfsi] fund\b|\bworst year\b|\bqlac (?:payout|income)\b|\b(?:457\(f\)|457f)(?!\w)|\b415 ?\(e\)|\bpension too\b|\blitigat\w+|\bcrisis\b|\bhow (?:fast|quickly) (?:could|would|can)\b|\btongues?\b"
    r"|\bflexible spending\b|\bh?fsas?\b|\bsarseps?\b|\bpublicity\b|\b(?:which|what) (?:\w+ )?(?:publications?|outlets?|newspapers?|accounts are)\b|\bwatchdogs?\b|\b(?:small|large|mid)[- ](?:company|cap)\b|\bcalpers\b"
    r"|\b(?:stem\w*|c[ao]m(?:e|ing)|originat\w*|deriv\w*|result\w*) (?:\w+ )?(?:from|out of) (?:\w+ )?rollovers?\b|\b(?:deceased|heirs?|estate of|terminated plan|been terminated)\b|\b(?:any|some) (?:analyst|economist|expert|study|bank)s?\b|\bclaims?\b.*\brested on\b"
    r"|\bcontributions (?:to|into|in) (?:all |us |the |private[- ]sector )*(?:private[- ]sector|dc|defined[- ]contribution|retirement) (?:\w+ )?plans\b|\bagree\w* with (?:the )?(?:institute|source|publisher|agency|ici|irs)\b"
)
"""Matters beside the limits and figures held: a sum that passes them over is of something else."""
_TOO_MUCH_COSTS = lazy_pattern(
    r"\b(?:too much|excess\w*|over-?(?:paid|contribut\w*|fund\w*))\b[^?!]*\b(?:fines?|fined|penalt\w*|tax(?:ed)?|cost|charge)\b|\b(?:fines?|penalt\w*|cost|charge)\b[^?!]*\b(?:too much|excess\w*|over-?(?:paid|contribut\w*|fund\w*))\b"
)
_MUST_COME_OUT = lazy_pattern(
    r"\bhow (?:much|many dollars)\b[^.?!]{0,20}\b(?:must|have to|need to|forced to|obliged to|required to)\b[^.?!]{0,12}\b(?:take|pull|draw|withdraw|come|cash)\w*(?: out)?\b"
    r"(?=[^?!]*\b(?:this|each|every|per|a) (?:year|yr)\b|[^?!]*\bin 20\d\d\b)(?![^?!]*\b(?:net|hand|keep|clear|left)\b)"
)
_FEES = r"(?:fees?|expenses?|expense[- ]ratios?|costs?|charges?|commissions?|loads?|prices?|minimums?)"
_CEILING = r"(?:ceilings?|caps?|limits?|max(?:imum)?s?|thresholds?|(?:upper )?bounds?|most)"
_OF_FEES = lazy_pattern(
    rf"\b{_FEES}[- ]{_CEILING}\b|\b{_CEILING}(?: allowed| permitted)? (?:(?:on|for|of|in|net|annual|total|all) )*(?:the |a |an |its |their |fund |plan |ira |account |trading |management |annual |net |total )*{_FEES}\b"
    rf"|\b(?:{_CEILING}|how many|number of) (?:(?:on|for|of|in) )?(?:the |a |an )*(?:number of |count of |# of )?(?:\w+ )?(?:funds|fund options|investment options|options on the menu|file ?sizes?|megabytes|mb|characters|pages|words|uploads?|questions)\b"
    rf"|\bhow (?:high|low|cheap|expensive|costly)\b[^.?!]{{0,40}}\b{_FEES}\b|\b{_FEES}\b[^.?!]{{0,20}}\bhow (?:high|low)\b"
    rf"|\b{_FEES}\b[^.?!]{{0,40}}\b(?:listed|listing|to be on|qualify|eligible)\b"
)
"""A ceiling that is set on what funds and accounts cost, or on how many of them there are: no limit on contributions."""
_CONSEQUENCE = lazy_pattern(
    r"\b(?:excess\w*|over-? ?(?:contribut|defer|fund)\w*|too much|over the (?:\w+ )?limit)\b(?=.*\b(?:consequences?|repercussions?|implications?|downsides?|(?:what|so what) happens|happens (?:if|when|next)|trouble|stuck|taxed|tax(?:ation)?|costs? me)\b)"
    r"|\b(?:consequences?|repercussions?|implications?|downsides?|what(?:'ll| will| would)? happens?|trouble|tax (?:effect|result|bill|hit|cost|treatment)|how (?:is|are|will|would)\b.{0,30}\btaxed)\b.*\b(?:excess\w*|over-? ?(?:contribut|defer|fund)\w*|too much|over the (?:\w+ )?limit)\b"
)
_NOT_IN_TIME = lazy_pattern(
    r"(?=.*\b(?:excess\w*|over-? ?(?:contribut|defer|fund)\w*|too much)\b)(?!.*\biras?\b)"
    r".*(?:\b(?:not|never|fail\w*|forg[eo]t\w*|didnt|dont|doesnt|isnt|wasnt|arent)|n't)\b[^.?!]{0,30}\b(?:withdr\w+|tak\w+|took|pull\w*|remov\w+|return\w*|refund\w*|correct\w*|get|got|c[ao]me|fix\w*|distribut\w+)\b[^.?!]{0,40}\b(?:in time|on time|by (?:then|the|april|tax)|before (?:the|april)|deadline)"
)
_WHICH_IS_BETTER = lazy_pattern(
    r"\b(?:which|what|wh?at'?s|whats)(?: one| plan)?(?: is|'s|s)? (?:the )?(?:better|best|smarter|wiser)\b|\bbetter (?:off|choice|deal|idea|option)\b|\bpros (?:and|&|n) cons\b"
)
_WRITES_OFF = lazy_pattern(r"\b(?:write|writes|writing|wrote)[- ]?(?:it |them |that )?(?:off|offs)\b")


_PAPERS = r"(?:notices?|releases?|orders?|bills?|forms?|dockets?|rin|federal register|fr|public law|advis\w+ opinions?|bulletins?|revenue (?:procedure|ruling)|rev\.? ?(?:proc|rul)\.?|announcement|letter|pte|rule|proposal|act|executive order|eo|news release|ir)"
_IDENTIFIER = lazy_pattern(
    rf"\b{_PAPERS} ?(?:'s )?(?:no\b\.?|nos\b\.?|number|num\b\.?|nbr|id\b|#|cite\b|citation)(?! ?\d)"
    rf"|(?:\bnumber|\bno\.|#|\bcite|\bcitation|\bdocket|\brin)(?: of| for| on) (?:the|that|this) (?:(?:irs|dol|sec|treasury|ebsa|final|proposed|new|same|latest|august|november|20\d\d) )*{_PAPERS}\b(?! (?:and|to|being|was|is)\b)"
    r"|\b(?:docket|rin)(?: no\.?| number| #)?\W*$|\bfederal register (?:cite|citation|page|doc\w*)\b"
)
"""Asks for the number of a paper, which is a name."""
_HOW_TO = lazy_pattern(
    r"\bhow (?:do|can|should|would|could|to|does) ?(?:i|we|you|one|he|she|someone)? ?(?:fix|correct|undo|avoid|dodge|escape|get (?:around|out of)|sort|repair|reverse|report)\b"
)
_NOT_SUMS = (
    _HOW_TO, _IDENTIFIER, _NO_PART, _OTHER_MATTERS, _MUST_COME_OUT, _WRITES_OFF, _OF_FEES, _COUNT_OF,
    _COUNTED, _HABITS, _REASONS, _NAMES, _SCOPE, _RELEASED, _ABOUT_RULES, _EVER_CHANGED, _HOW_LONG_BOUND,
)  # fmt: skip


def asks_something_else(reading: Reading) -> bool:
    """Whether what is asked for is a habit, a statistic of a group, a reason, a duty or the reach of a rule."""
    return (
        any(reading.says(each) for each in _NOT_SUMS)
        or reading.says(_WHEN_PAID)
        or (reading.says(_HELD_IN) and not reading.of("percent"))
        or (reading.says(_TWO_PLACES) and not reading.says(_ASKS_AMOUNT))
        or (reading.says(_ONE_OR_SEVERAL) and not reading.says(_ASKS_AMOUNT))
        or (reading.says(_NOT_IN_TIME) and not reading.says(_ASKS_DAY))
        or (reading.says(_NEEDS) and not reading.says(_ASKS_DAY))
        or (not (reading.of("money") or reading.says(_SMALL_EXCESS)) and _asks_without_sums(reading))
    )


def _asks_without_sums(reading: Reading) -> bool:
    """An average for a group, a duty, the tax on a correction: a sum of money beside it can make a sum of it."""
    return (
        (reading.says(_AVERAGE) and reading.says(_OF_A_GROUP))
        or reading.says(_DUTIES)
        or reading.says(_LEFT_IN)
        or reading.says(_DISASTER)
        or (reading.says(_WHICH_IS_BETTER) and not reading.of("percent"))
        or reading.says(_TOO_MUCH_COSTS)
        or reading.says(_CONSEQUENCE)
        or (reading.says(_TAX_ON_CORRECTION) and not reading.says(_ASKS_DAY))
    )
