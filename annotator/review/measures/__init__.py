"""The agreement measures: a file a measure, each with one value named MEASURE."""
