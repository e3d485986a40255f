"""Whom to believe among agents that judge each other: `python trust_network.py [FOLDER]`."""

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from lawful.trust import EntityTrust, TrustStore, law_report, trajectory, transitive_trust

START = datetime(2026, 1, 1, tzinfo=timezone.utc)

# 1. A tool earns trust by outcomes. Failures weigh more, and the order does not matter.
store = TrustStore.memory()
for success in (True, True, True, False, True, True):
    store.update("mcp:files", success, 0.3)
files = store.get("mcp:files")
print(f"mcp:files: {files.trust_level()}, {files.t3_average():.3f}, {files.success_rate():.0%} of its actions went well")

# 2. A crowd of strangers stays under a bound, however many they are.
praised = EntityTrust("mcp:loud")
for n in range(10_000):
    praised.receive_witness(f"session:{n}", True, 1.0)
print(f"mcp:loud: {praised.trust_level()}, though {praised.witness_count} strangers speak for it")
assert max(praised.t3_average(), praised.veracity) <= 0.75

# 3. Trust over a network, from the two roots that we chose. The ring praises itself in vain.
edges = [("ann", "bob", 10.0), ("bob", "cid", 5.0), ("cid", "ann", 1.0)]
ring = [(f"ring{n}", f"ring{(n + 1) % 50}", 1000.0) for n in range(50)]
trusted = transitive_trust(edges + ring, {"ann": 2.0, "bob": 1.0})
for who in sorted(trusted, key=lambda who: -trusted[who])[:3]:
    print(f"{who}: {trusted[who]:.3f}")
assert sum(trusted.get(f"ring{n}", 0.0) for n in range(50)) == 0.0

# 4. These are laws, and they are checked.
report = law_report("evidence", cases=200)
assert report.is_good
print(f"the laws of trust: {len(report.evidence[0].laws)} checked")

if sys.argv[1:]:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    outcomes = [(START + timedelta(days=n), n % 7 != 5, 0.2) for n in range(60)]
    page = folder / "trajectory.html"
    page.write_text(trajectory("mcp:files", outcomes, decay_rate=0.01).to_html(), encoding="utf-8")
    print(f"how it went: {page}")
