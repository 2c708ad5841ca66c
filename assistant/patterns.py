"""Regular expressions that are compiled when they are first used.

The calculators and the composing of answers know about a thousand, of which one question uses a fifth: compiling all when the
modules are imported took a fifth of the time from start to first answer.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, cast


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, made when an attribute or method of it is first asked for; re.error is raised then."""
    return cast("re.Pattern[str]", _Lazy(source, flags))


class _Lazy:
    def __init__(self, source: str, flags: int) -> None:
        self._given = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(*self._given)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = self.__dict__[name] = getattr(self._compiled, name)  # from here on it is found without coming here
        return found
