"""Web4 trust under its own module names: `lct`, `t3`, `v3`, `coherence`, `crypto`.

An independent implementation of ideas that are described in public; see `lawful.trust`.
"""
