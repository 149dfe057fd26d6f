"""Near-duplicates: groups are verified, whatever the order, and nothing alike is missed."""

import random

from annotator.suggestions.near_duplicates import LIKE, groups, jaccard, shingles


def story(seed: int, words: int = 200) -> list[str]:
    dice = random.Random(seed)
    return [f"w{dice.randrange(5000)}" for _ in range(words)]


def likeness(one: str, other: str) -> float:
    return jaccard([hash(x) for x in shingles(one)], [hash(x) for x in shingles(other)])


def test_copies_and_updates_are_found_and_no_others() -> None:
    texts = [(f"a{seed}", " ".join(story(seed))) for seed in range(300)]
    update = story(7)
    update[50:52] = ["new", "words", "here"]
    half = story(9)[:100] + story(1000)[:100]
    texts += [("copy", "  ".join(story(5)).upper()), ("update", " ".join(update)),
              ("half", " ".join(half))]  # fmt: skip
    random.Random(3).shuffle(texts)
    found = groups(texts)
    assert {frozenset(group.articles) for group in found} == {
        frozenset({"a5", "copy"}), frozenset({"a7", "update"})
    }  # fmt: skip
    by_name = dict(texts)
    for group in found:
        first, second = (by_name[name] for name in group.articles)
        assert group.likeness[0] == 1.0
        assert abs(group.likeness[1] - likeness(first, second)) < 1e-9
        assert group.likeness[1] >= LIKE


def test_texts_that_can_be_had_again_give_the_same_groups() -> None:
    texts = {f"a{n}": " ".join(story(n % 40)[: 200 - n // 8]) for n in range(120)}
    asked = []

    def again(name: str) -> str:
        asked.append(name)
        return texts[name]

    assert groups(texts.items(), again=again) == groups(texts.items())
    assert len(groups(texts.items())) == 40 and len(asked) == len(texts)


def test_many_copies_are_one_group_in_the_order_given() -> None:
    text = " ".join(story(1))
    (group,) = groups((f"c{n:03}", f"{text} agency {n}") for n in range(200))
    assert group.articles == tuple(f"c{n:03}" for n in range(200))


def test_scripts_without_blanks_and_short_texts() -> None:
    chinese = "".join(chr(0x4E00 + random.Random(n).randrange(3000)) for n in range(300))
    (group,) = groups([("a", chinese), ("b", chinese[:290]), ("c", "短"), ("d", "Yes.")])
    assert group.articles == ("a", "b")
    assert groups([]) == [] and groups([("a", "..."), ("b", "No")]) == []
