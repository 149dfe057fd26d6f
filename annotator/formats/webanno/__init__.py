"""WebAnno TSV 3: tokens with layers of spans, slots, relations and chains; a file a document."""
