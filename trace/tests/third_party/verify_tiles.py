#!/usr/bin/env python3
"""Verifies a log in the C2SP tlog-tiles layout, and proof files, from the specifications alone.

    python3 verify_tiles.py FOLDER VERIFIER_KEY [PROOF_FILE...]

Needs nothing but the standard library. Signatures are verified with the Ed25519 of RFC 8032, section
6, written out below; slow, but of nobody's making but the RFC's. Exits with 1 and says what is wrong.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path

# Ed25519, RFC 8032 section 5.1.

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(a, b):
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = y - x, d - c, d + c, y + x
    return (e * f, g * h, f * g, e * h)


def times(s, a):
    out = (0, 1, 1, 0)
    while s:
        if s & 1:
            out = add(out, a)
        a = add(a, a)
        s >>= 1
    return out


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    assert (x * x - x2) % P == 0, "not a point"
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point(BASE_Y.to_bytes(32, "little"))


def verifies(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    a, b = times(s, BASE), add(point(signature[:32]), times(h, point(key)))
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


# Trees, RFC 6962 section 2.1.


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_hash(leaves):
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return node_hash(tree_hash(leaves[:k]), tree_hash(leaves[k:]))


def root_from_path(index, size, leaf, path):
    """RFC 9162 section 2.1.3.2."""
    fn, sn, r = index, size - 1, leaf
    assert index < size, "the index is outside"
    for p in path:
        assert sn, "the path is too long"
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0, "the path is too short"
    return r


# Notes and checkpoints.


def open_checkpoint(note, vkey):
    name, key_id, material = vkey.split("+", 2)
    material = base64.b64decode(material, validate=True)
    assert material[0] == 1, "not an Ed25519 key"
    computed = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    assert computed.hex() == key_id, "the key id is wrong"
    text, signatures = note.rsplit("\n\n", 1)
    text += "\n"
    good = False
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        signature = base64.b64decode(signature, validate=True)
        assert dash == "\u2014", "not a signature line"
        if signer == name and signature[:4] == computed:
            assert verifies(material[1:], text.encode(), signature[4:]), "the signature is bad"
            good = True
    assert good, "the log did not sign"
    origin, size, root = text.splitlines()
    assert str(int(size)) == size, "the size has another spelling"
    return origin, int(size), base64.b64decode(root, validate=True)


# Tiles.


def tile_path(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/" + "/".join(groups) + ("" if width == 256 else f".p/{width}")


def check_tiles(folder, size, root):
    expected = {"checkpoint"}

    def read(level, count):
        out = []
        for index in range(-(-count // 256)):
            width = min(256, count - 256 * index)
            path = tile_path(level, index, width)
            expected.add(path)
            out.append((width, (folder / path).read_bytes()))
        return out

    leaves = []
    for width, data in read("entries", size):
        for _ in range(width):
            length = int.from_bytes(data[:2], "big")
            entry, data = data[2 : 2 + length], data[2 + length :]
            assert len(entry) == length, "an entry is cut"
            leaves.append(leaf_hash(entry))
        assert not data, "a bundle is too long"
    assert tree_hash(leaves) == root, "the entries do not give the root"
    level, hashes = 0, leaves
    while hashes:
        tiles = read(level, len(hashes))
        assert b"".join(data for _, data in tiles) == b"".join(hashes), f"level {level} is wrong"
        full = len(hashes) // 256
        hashes = [tree_hash(hashes[256 * n : 256 * n + 256]) for n in range(full)]
        level += 1
    files = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert files == expected, f"there are other files: {files ^ expected}"


def check_proof(text, vkey):
    head, note = text.split("\n\n", 1)
    lines = head.split("\n")
    assert lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a proof file"
    assert lines[0].startswith("extra "), "the entry is not there"
    entry = base64.b64decode(lines.pop(0)[6:], validate=True)
    word, index = lines.pop(0).split(" ")
    assert word == "index" and str(int(index)) == index, "no index"
    path = [base64.b64decode(line, validate=True) for line in lines]
    assert all(len(p) == 32 for p in path), "a hash has another length"
    _, size, root = open_checkpoint(note, vkey)
    assert root_from_path(int(index), size, leaf_hash(entry), path) == root, "another root"


def main():
    folder, vkey, *proofs = sys.argv[1:]
    folder = Path(folder)
    try:
        note = (folder / "checkpoint").read_text(encoding="utf-8")
        _, size, root = open_checkpoint(note, vkey)
        check_tiles(folder, size, root)
        for proof in proofs:
            check_proof(Path(proof).read_text(encoding="utf-8"), vkey)
    except (AssertionError, ValueError, OSError) as error:
        print(f"refused: {error!r}")
        return 1
    print(f"{size} entries, {len(proofs)} proofs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
