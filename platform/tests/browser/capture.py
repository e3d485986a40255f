#!/usr/bin/env python3
"""Captures attestations and assertions of Chromium's virtual authenticator as fixtures.

Needs Debian's chromium and chromium-driver, nothing else. Writes `webauthn.json` next to the other
fixtures (or where the first argument says); the Rust tests read it, so they need no browser.
"""

import http.server
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

CREATE = """
const [algorithm, attestation, done] = arguments;
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const challenge = crypto.getRandomValues(new Uint8Array(32));
(async () => {
  const made = await navigator.credentials.create({ publicKey: {
    challenge, rp: { id: "localhost", name: "Test" },
    user: { id: new Uint8Array([1, 2, 3]), name: "me", displayName: "Me" },
    pubKeyCredParams: [{ type: "public-key", alg: algorithm }],
    authenticatorSelection: { userVerification: "discouraged" },
    attestation, timeout: 10000 } });
  const again = crypto.getRandomValues(new Uint8Array(32));
  const got = [];
  for (let n = 0; n < 2; n++) {
    const assertion = await navigator.credentials.get({ publicKey: {
      challenge: again, rpId: "localhost", userVerification: "discouraged",
      allowCredentials: [{ type: "public-key", id: made.rawId }], timeout: 10000 } });
    got.push({ challenge: hex(again), client_data: hex(assertion.response.clientDataJSON),
      authenticator_data: hex(assertion.response.authenticatorData),
      signature: hex(assertion.response.signature) });
  }
  return { challenge: hex(challenge), origin: location.origin,
    client_data: hex(made.response.clientDataJSON),
    attestation_object: hex(made.response.attestationObject), assertions: got };
})().then((value) => done({ value }), (error) => done({ error: String(error) }));
"""

CASES = [
    # name, protocol, user verified, COSE algorithm, attestation conveyance
    ("packed-es256", "ctap2", True, -7, "direct"),
    ("packed-eddsa", "ctap2", True, -8, "direct"),
    ("packed-rs256", "ctap2", True, -257, "direct"),
    ("packed-es256-ctap21", "ctap2_1", True, -7, "direct"),
    ("unverified-es256", "ctap2", False, -7, "direct"),
    ("fido-u2f", "ctap1/u2f", False, -7, "direct"),
    ("none-es256", "ctap2", True, -7, "none"),
    ("none-eddsa", "ctap2", True, -8, "none"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>capture</title>")

    def log_message(self, *_: object) -> None:
        pass


def call(base: str, method: str, path: str, body: object = None) -> object:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["value"]


def wait_for(base: str) -> None:
    for _ in range(200):
        try:
            call(base, "GET", "/status")
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise SystemExit("chromedriver does not start")


def capture(base: str, page: str, profile: str) -> list[dict]:
    options = {
        "args": ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 f"--user-data-dir={profile}"],
    }
    wanted = {"browserName": "chrome", "webauthn:virtualAuthenticators": True, "goog:chromeOptions": options}
    opened = call(base, "POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
    session = "/session/" + opened["sessionId"]
    found = []
    try:
        call(base, "POST", session + "/url", {"url": page})
        for name, protocol, verified, algorithm, conveyance in CASES:
            u2f = protocol == "ctap1/u2f"
            device = call(base, "POST", session + "/webauthn/authenticator", {
                "protocol": protocol, "transport": "usb", "hasResidentKey": not u2f,
                "hasUserVerification": verified, "isUserVerified": verified, "isUserConsenting": True})
            result = call(base, "POST", session + "/execute/async",
                          {"script": CREATE, "args": [algorithm, conveyance]})
            if "error" in result:
                raise SystemExit(f"{name}: {result['error']}")
            found.append({"name": name, "algorithm": algorithm, "user_verified": verified, **result["value"]})
            call(base, "DELETE", f"{session}/webauthn/authenticator/{device}")
    finally:
        call(base, "DELETE", session)
    return found


def main() -> None:
    default = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "webauthn.json"
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    driver = shutil.which("chromedriver")
    if driver is None:
        raise SystemExit("chromedriver is not installed (Debian: apt-get install chromium chromium-driver)")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = free_port()
    process = subprocess.Popen([driver, f"--port={port}", "--allowed-ips=127.0.0.1"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(base)
        with tempfile.TemporaryDirectory() as profile:
            found = capture(base, f"http://localhost:{server.server_address[1]}/", profile)
    finally:
        process.terminate()
        process.wait()
    target.write_text(json.dumps(found, indent=1) + "\n")
    print(f"{len(found)} captures in {target}")


if __name__ == "__main__":
    main()
