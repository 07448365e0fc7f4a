"""Network errors of each kind, in words."""

from __future__ import annotations

import errno
import socket
import ssl
import time
import urllib.error

import pytest
import requests

from simulator.datasets.download import DownloadError, download
from simulator.datasets.network_errors import (
    is_offline,
    network_advice,
    network_words,
    trusted_certificates,
)
from simulator.errors import FalseMatchError


def caused(cause: BaseException) -> Exception:
    """Return an error of requests that another one caused."""
    error = requests.ConnectionError("HTTPSConnectionPool(host='x', port=443)")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (caused(socket.gaierror(-2, "Name or service not known")), "no network"),
        (urllib.error.URLError(socket.gaierror(-3, "Temporary failure")), "no network"),
        (caused(OSError(errno.ENETUNREACH, "Network is unreachable")), "no network"),
        (caused(ConnectionRefusedError(errno.ECONNREFUSED, "refused")), "refused"),
        (caused(ConnectionResetError(errno.ECONNRESET, "reset")), "broke off"),
        (caused(ssl.SSLCertVerificationError("CERTIFICATE_VERIFY_FAILED")), "certificate"),
        (requests.exceptions.ProxyError("Cannot connect to proxy"), "proxy"),
        (requests.exceptions.ReadTimeout("timed out"), "in time"),
        (TimeoutError("timed out"), "in time"),
        (FalseMatchError("the server is too slow"), "the server is too slow"),
        (None, "unknown"),
    ],
)
def test_each_kind_has_words(error, words):
    """No exception's name and no code is in them."""
    told = network_words(error)
    assert words in told
    assert "Error" not in told
    assert "Errno" not in told
    assert is_offline(error) == (words == "no network")


def test_offline_is_said_at_once(tmp_path, monkeypatch):
    """A fetch without a network ends within a second, not after all tries, in one sentence."""

    def no_name(*_args, **_named):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.delenv("https_proxy", raising=False)
    began = time.monotonic()
    with pytest.raises(DownloadError) as raised:
        download(
            "https://unitedstates.github.io/images/x.zip",
            tmp_path / "x.zip",
            by_hand="By hand: put it there.",
        )
    assert time.monotonic() - began < 3
    said = str(raised.value)
    assert said.startswith("No network")
    assert "gaierror" not in said
    assert "unitedstates.github.io" in said
    assert said.endswith("By hand: put it there.")


@pytest.mark.parametrize(
    ("given", "trusted"),
    [
        ({}, True),
        ({"SSL_CERT_FILE": "/own.pem"}, "/own.pem"),
        ({"SSL_CERT_FILE": "/own.pem", "REQUESTS_CA_BUNDLE": "/r.pem"}, True),
        ({"SSL_CERT_FILE": "/own.pem", "CURL_CA_BUNDLE": "/r.pem"}, True),
        ({"SSL_CERT_FILE": ""}, True),
    ],
)
def test_certificates_of_a_proxy_that_inspects(monkeypatch, given, trusted):
    """One variable serves uv, pip and the downloads; requests' own come first."""
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert trusted_certificates() == trusted


def test_an_untrusted_certificate_says_what_to_set():
    """Other errors advise on the network."""
    refused = caused(ssl.SSLCertVerificationError("CERTIFICATE_VERIFY_FAILED"))
    assert "SSL_CERT_FILE" in network_advice(refused)
    assert "HTTPS_PROXY" in network_advice(TimeoutError("timed out"))
