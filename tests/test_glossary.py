from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from assistant.corpus.documents import read_documents
from assistant.corpus.facts import load_facts
from assistant.corpus.facts_json import facts_from_json, facts_to_json
from assistant.corpus.glossary import Glossary, definition_of, in_documents_words, mentions
from assistant.corpus.glossary_file import load_glossary
from assistant.corpus.passages import split_sentences
from assistant.errors import DataError
from assistant.types import Document, Facts
from tests.conftest import ROOT

TEXTS = {"plans/match": "# Plans\n\nVesting decides what a worker keeps. An RMD is a payout.\n"}
SMALL = """
- term: "required minimum distribution (RMD)"
  spellings: ["RMD"]
  plain: ["have to take … out", "forced withdrawal"]
  definition: {document: plans/match, quote: "An RMD is a payout."}
- term: "vesting"
  plain: ["vested", "mine to keep"]
  definition: {document: plans/match, quote: "Vesting decides what a worker keeps."}
- {term: "withdraw", plain: ["take/took/taking … out"], unless: ["take … out a loan"]}
- {term: "you", spellings: ["u"]}
- {term: "private equity", spellings: ["PE"], unless: ["PE teacher"], kind: asset}
- {term: "crypto", plain: ["coins"], kind: asset}
"""
CHAT = "are you;please;going to;right now"


def load(folder: Path, text: str) -> Glossary:
    path = folder / "glossary.yaml"
    path.write_text(text, encoding="utf-8")
    return load_glossary(path, TEXTS)


@cache
def shipped() -> Facts:
    return load_facts(ROOT / "corpus")


@cache
def documents() -> dict[str, Document]:
    return {item.id: item for item in read_documents(ROOT / "corpus") if isinstance(item, Document)}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("rmd at 73", "required minimum distribution (RMD) at 73"),
        ("my RMDs", "my required minimum distribution (RMD)"),
        ("an RMD's size", "an required minimum distribution (RMD)'s size"),
        ("required minimum distribution (RMD) at 73", "required minimum distribution (RMD) at 73"),
        ("when is it mine to keep?", "when is it mine to keep? (vesting)"),
        ("is vesting when I'm vested?", "is vesting when I'm vested?"),
        ("took some of it out", "took some of it out? (withdraw)"),
        ("took five whole years to find out", "took five whole years to find out"),
        ("take it out", "take it out? (withdraw)"),
        ("take out a loan", "take out a loan"),
        ("do u have to take it out", "do you have to take it out? (required minimum distribution (RMD), withdraw)"),
        ("us U.S. Ubu", "us U.S. Ubu"),
        ("pe in 401(k)s", "private equity in 401(k)s"),
        ("PE-backed firms", "private equity-backed firms"),
        ("my PE teacher", "my PE teacher"),
        ("is RMD.gov real", "is RMD.gov real"),
        ("forced-withdrawal age", "forced-withdrawal age? (required minimum distribution (RMD))"),
        ("", ""),
    ],
)
def test_a_question_is_put_into_the_documents_words(tmp_path: Path, question: str, said: str) -> None:
    glossary = load(tmp_path, SMALL)
    assert in_documents_words(question, glossary) == said
    assert in_documents_words(said, glossary) == said


def test_without_a_glossary_a_question_stays_as_it_is(tmp_path: Path) -> None:
    assert load_glossary(tmp_path / "glossary.yaml", TEXTS) == ()
    assert in_documents_words("what's a 401k rmd", ()) == "what's a 401k rmd"
    assert definition_of("what's a 401k", ()) is None
    assert mentions("401k", ()) == ()


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("what's an rmd", "An RMD is a payout."),
        ("wat does RMD stand for??", None),
        ("what does RMD stand for??", "An RMD is a payout."),
        ("define required minimum distribution", "An RMD is a payout."),
        ("RMDs meaning?", "An RMD is a payout."),
        ("so what is vesting exactly", "Vesting decides what a worker keeps."),
        ("Vesting: definition", "Vesting decides what a worker keeps."),
        ("what do u mean by “vested”?", "Vesting decides what a worker keeps."),
        ("meaning of vesting", "Vesting decides what a worker keeps."),
        ("what is the vesting period", None),
        ("what is the RMD age", None),
        ("vesting", None),
        ("does vesting matter", None),
    ],
)
def test_a_definition_is_given_only_to_who_asks_for_it(tmp_path: Path, question: str, sentence: str | None) -> None:
    found = definition_of(question, load(tmp_path, SMALL))
    assert (found.quote if found else None) == sentence


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("what's a qdia", "law/words-on-duties-and-courts"),
        ("define ERISA", "law/erisa-404"),
        ("QDIA meaning?", "law/words-on-duties-and-courts"),
        ("wat is 402(g)", "limits/excess-deferrals"),
        ("what's a 401k pls", "plans/what-is-a-401k"),
        ("what are rmds", "withdrawals/words-on-withdrawals"),
        ("whats the super catchup", "limits/catch-up-contributions"),
        ("who is the ICI", "markets/ici-retirement-assets"),
    ],
)
def test_the_shipped_glossary_says_what_its_terms_mean(question: str, document: str) -> None:
    found = definition_of(question, shipped().glossary)
    assert found is not None
    assert found.document == document


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("did the dol kill biden's memo", "Labor Department"),
        ("can u stash btc in 401ks", "you stash Bitcoin in 401(k)? (contribute"),
        ("how much can my boss put away", "employer"),
        ("cash out my 401 k early", "withdraw"),
        ("cons of PE", "cons of private equity? (critics)"),
        ("what's the max", "limit"),
        ("who wrote the article", "author"),
        ("EO on alts", "executive order on alternative assets"),
        ("reits in iras", "real estate"),
        ("wat did the gov say pls", "what did the government say please"),
    ],
)
def test_hurried_words_reach_the_documents_words(question: str, words: str) -> None:
    assert words in in_documents_words(question, shipped().glossary)


def test_every_term_is_the_documents_own() -> None:
    text = " ".join(" ".join(document.text.split()).lower() for document in documents().values())
    foreign = {entry.term for entry in shipped().glossary if entry.term.lower() not in text}
    assert foreign == set(CHAT.split(";"))
    assert len(shipped().glossary) >= 60


def test_every_definition_is_a_whole_sentence() -> None:
    for entry in shipped().glossary:
        if entry.definition:
            document = documents()[entry.definition.document]
            spans = {(sentence.start, sentence.end) for sentence in split_sentences(document)}
            assert (entry.definition.start, entry.definition.end) in spans, entry.term


def test_what_the_documents_print_is_left_alone() -> None:
    glossary = shipped().glossary
    sentences = [document.text[s.start : s.end] for document in documents().values() for s in split_sentences(document)]
    for sentence in sentences[::7]:
        written = in_documents_words(sentence, glossary)
        assert in_documents_words(written, glossary) == written


def test_the_glossary_comes_back_from_json() -> None:
    assert facts_from_json(json.loads(json.dumps(facts_to_json(shipped())))) == shipped()
    assert facts_from_json({"parameters": {}, "figures": {}}).glossary == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("term: x", "file: should be a list"),
        ("- {plain: [x]}", "entry 1.term: should be text, but is missing"),
        ("- {term: 401}", "entry 1.term: should be text"),
        ("- {term: DOL, plane: [x]}", "DOL.plane: unknown key"),
        ("- {term: DOL, plain: [1]}", "DOL.plain: should be a list of words in quotes"),
        ("- {term: a b, spellings: [a … b]}", "a b.spellings: 'a … b' has a gap; move it to plain"),
        ("- {term: a, plain: [… b]}", "a.plain: '… b' should begin and end with a word"),
        ("- {term: a, plain: ['?!']}", "a.plain: '?!' should begin and end with a word"),
        ("- {term: a, spellings: [x]}\n- {term: b, spellings: [X]}", "b.spellings: 'x' is also written for 'a'"),
        ("- {term: a, kind: agancy}", "a.kind: no other entry is of the kind 'agancy'"),
        ("- {term: a, definition: {document: plans/match, quote: 'Nope.'}}", "a.definition.quote: does not stand word"),
        ("- {term: a, definition: {document: no, quote: 'x'}}", "a.definition.document: there is no readable document"),
    ],
)
def test_a_mistake_names_the_file_and_the_term(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError, match=re.escape(told)) as raised:
        load(tmp_path, text)
    assert raised.value.path.endswith("glossary.yaml")
