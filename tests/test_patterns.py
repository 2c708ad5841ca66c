"""Patterns compiled when first used: the same as compiled ones, and every one of them is valid."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re

import pytest

import assistant
from assistant import patterns
from assistant.patterns import lazy_pattern


def test_a_lazy_pattern_is_like_a_compiled_one() -> None:
    lazy, compiled = lazy_pattern(r"(?P<a>\w)B", re.IGNORECASE), re.compile(r"(?P<a>\w)B", re.IGNORECASE)
    for _ in range(2):
        assert (lazy.pattern, lazy.flags, lazy.groupindex) == (compiled.pattern, compiled.flags, compiled.groupindex)
        assert [match["a"] for match in lazy.finditer("xb, yB")] == ["x", "y"]
        assert lazy.sub("-", "xb, yB") == compiled.sub("-", "xb, yB") == "-, -"
        assert lazy.fullmatch("xbb") is None


def test_a_lazy_pattern_that_is_wrong_says_so_when_used() -> None:
    wrong = lazy_pattern("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_every_pattern_of_the_package_is_valid() -> None:
    for module in pkgutil.walk_packages(assistant.__path__, "assistant."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    held = [each for each in gc.get_objects() if type(each) is patterns._Lazy and each._given != ("(", 0)]
    assert len(held) > 500
    for each in held:
        assert re.compile(*each._given)
