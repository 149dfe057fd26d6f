import pytest

from annotator.core import errors
from annotator.core.errors import AnnotatorError, FormatError


def test_a_problem_says_what_happened_and_what_to_do() -> None:
    assert str(AnnotatorError("It broke.", "Mend it.")) == "It broke. Mend it."
    assert str(AnnotatorError("It broke.")) == "It broke."


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FormatError("no JSON"), "no JSON"),
        (FormatError("no JSON", file="a.jsonl"), "a.jsonl: no JSON"),
        (FormatError("no JSON", file="a.jsonl", line=3), "a.jsonl, line 3: no JSON"),
        (FormatError("no JSON", line=3, next_step="Mend it.").in_file("b.jsonl"),
         "b.jsonl, line 3: no JSON Mend it."),
    ],
)  # fmt: skip
def test_a_format_error_names_file_and_line(error: FormatError, sentence: str) -> None:
    assert str(error) == sentence


def test_every_error_stands_in_the_tree_of_the_docstring() -> None:
    named = [e for e in vars(errors).values() if isinstance(e, type)]
    assert all(issubclass(e, AnnotatorError) for e in named)
    assert all(e.__name__ in str(errors.__doc__) for e in named)
