"""Files that need a password, made by hand: no library that we keep can write them."""

import hashlib

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def encrypted_pdf(words: str, *, user: bytes = b"", owner: bytes = b"keeper") -> bytes:
    """Give a PDF of a line, encrypted as PDF 1.3 does (standard handler, revision 2, 40 bits).

    With an empty ``user`` password anyone may open it: only changing it is forbidden.
    """
    mark = hashlib.md5(words.encode()).digest()
    may = (-64).to_bytes(4, "little", signed=True)
    held = _rc4(hashlib.md5(_padded(owner)).digest()[:5], _padded(user))
    key = hashlib.md5(_padded(user) + held + may + mark).digest()[:5]
    text = b"BT /F1 12 Tf 72 720 Td (" + words.encode("ascii") + b") Tj ET"
    of_text = hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10]
    stream = _rc4(of_text, text)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Filter/Standard/V 1/R 2/O<%b>/U<%b>/P -64>>"
        % (held.hex().encode(), _rc4(key, _PADDING).hex().encode()),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        b"%bxref\n0 7\n0000000000 65535 f \n%btrailer<</Size 7/Root 1 0 R/Encrypt 6 0 R"
        b"/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF"
        % (out, table, mark.hex().encode(), mark.hex().encode(), len(out))
    )


def encrypted_docx(length: int = 9_000) -> bytes:
    """Give a Word file with a password: an OLE file of two streams, its directory at the end."""
    sector = 512
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    package = bytes(i * 7919 % 251 for i in range(length))
    data = package + b"\0" * (-length % sector)
    sectors = len(data) // sector
    chain = [fat, *range(2, sectors + 1), end, end]  # the table, the package, the directory

    def entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
        letters = (name + "\0").encode("utf-16-le")
        return (
            letters.ljust(64, b"\0") + len(letters).to_bytes(2, "little") + bytes((kind, 1))
            + free.to_bytes(4, "little") + right.to_bytes(4, "little")
            + child.to_bytes(4, "little") + b"\0" * 36 + start.to_bytes(4, "little")
            + size.to_bytes(8, "little")
        )  # fmt: skip

    directory = (
        entry("Root Entry", 5, 1, free, end, 0) + entry("EncryptedPackage", 2, free, 2, 1, length)
        + entry("EncryptionInfo", 2, free, free, end, 0)
    ).ljust(sector, b"\0")  # fmt: skip
    numbers = (1, sectors + 1, 0, 4096, end, 0, end, 0, 0)
    header = (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + bytes.fromhex("3e000300feff09000600")
        + b"\0" * 10
        + b"".join(n.to_bytes(4, "little") for n in numbers)
    )  # fmt: skip
    header += b"".join(n.to_bytes(4, "little") for n in [*[free] * 108])
    table = b"".join(n.to_bytes(4, "little") for n in chain).ljust(sector, b"\xff")
    return header + table + data + directory
