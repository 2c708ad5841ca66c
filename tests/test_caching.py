"""Results kept by identity."""

from __future__ import annotations

from assistant.caching import by_identity


def test_the_same_object_is_worked_on_once_and_an_equal_one_again() -> None:
    seen: list[int] = []

    @by_identity
    def length(given: list[int]) -> int:
        seen.append(len(given))
        return len(given)

    lists = [[n] * n for n in range(6)]
    assert [length(each) for each in lists for _ in range(3)] == [n for n in range(6) for _ in range(3)]
    assert seen == list(range(6))
    assert length([5] * 5) == 5
    assert length(lists[0]) == 0
    assert seen == [*range(6), 5, 0]
