"""``serve``: the desk."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import socket
import sys

import uvicorn

from backchannel.commands.ledgers import restore_copies
from backchannel.commands.manners import say
from backchannel.errors import BadQuestion
from backchannel.serve.app import create_app

BACKLOG = 128  # connections that may wait


def run_serve(args: argparse.Namespace) -> int:
    """Serves the desk until it is stopped."""
    app = create_app(args.ledger, hosts=_names(args.host), copies=restore_copies)
    with _listen(args.host, args.port) as listening:
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        sys.stdout.write(f"The desk is open at http://{shown}:{port}/ (Ctrl-C closes it)\n")
        sys.stdout.flush()
        if not _is_local(host):
            say("everybody who reaches this machine on the network can read the ledger and rule on it: no password")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
        server.run(sockets=[listening])
    return 0


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except socket.gaierror as error:
        raise BadQuestion(f"--host {host!r} is no address of this machine: {error.strerror}") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise BadQuestion(f"port {port} is taken by another program; give another with --port") from error
        raise BadQuestion(f"cannot listen on {host}:{port}: {error.strerror}") from error
    return listening


def _names(host: str) -> tuple[str, ...]:
    """What the desk is called from outside: the address it listens on, and for all addresses this machine's name."""
    return (host, socket.gethostname(), *_own_addresses()) if not _is_local(host) else (host,)


def _own_addresses() -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except socket.gaierror:
        return ()
    return tuple(sorted({str(address[0]) for *_, address in found}))


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
