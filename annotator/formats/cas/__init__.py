"""UIMA's CAS: feature structures over texts, as XMI and as JSON; offsets are UTF-16 units."""
