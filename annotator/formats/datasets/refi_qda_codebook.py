"""REFI-QDA codebook (`.qdc`): the labels of a project, written alone."""

from annotator.formats.format import Format
from annotator.formats.refi.writing import write_codebook

FORMAT = Format(
    name="refi-qda-codebook",
    title="REFI-QDA codebook",
    suffixes=(".qdc",),
    description="The labels alone, with colours and definitions, for qualitative data analysis.",
    write=write_codebook,
    loses=("articles and all that is said of them", "attributes, relations and keys of labels"),
)
