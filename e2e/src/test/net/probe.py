"""Prints those of its targets that answer, one a line. Usage: probe.py SECONDS TARGET…

tcp:ADDRESS:PORT and udp:ADDRESS:PORT answer to listen.py. frame:ADDRESS[:NETWORK] sends three VXLAN frames there and
waits for nothing. hold:ADDRESS:PORT:FILE opens a TCP connection, prints 'open', waits for FILE, and answers if the other
end still does. An address may be a broadcast's. All at once; SECONDS bound the wait for an answer.
"""

import errno
import socket
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SECONDS = float(sys.argv[1])
VXLAN_PORT = 4789


def resolved(address: str, port: int, kind: int) -> tuple[socket.socket, tuple]:
    family, _, _, _, to = socket.getaddrinfo(address, port, type=kind, flags=socket.AI_NUMERICHOST)[0]
    made = socket.socket(family, kind)
    made.settimeout(SECONDS)
    return made, to


def tcp(address: str, port: str) -> bool:
    made, to = resolved(address, int(port), socket.SOCK_STREAM)
    with made:
        made.connect(to)
        return made.recv(16) == b"hello\n"


def udp(address: str, port: str) -> bool:
    made, to = resolved(address, int(port), socket.SOCK_DGRAM)
    with made:
        made.sendto(b"hello", to)
        return made.recv(16) == b"hello"


def frame(address: str, network: str = "4098") -> bool:
    """A broadcast of ARP's type from a made-up station: a VXLAN device counts it and drops it."""
    ethernet = b"\xff" * 6 + bytes.fromhex("02420a4d0209") + struct.pack("!H", 0x0806) + bytes(28)
    made, to = resolved(address, VXLAN_PORT, socket.SOCK_DGRAM)
    with made:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        for _ in range(3):
            made.sendto(struct.pack("!II", 0x08000000, int(network) << 8) + ethernet, to)
    return False


def hold(address: str, port: str, file: str) -> bool:
    made, to = resolved(address, int(port), socket.SOCK_STREAM)
    with made:
        made.settimeout(None)
        made.connect(to)
        made.recv(16)
        made.settimeout(SECONDS)
        print("open", flush=True)
        while not Path(file).exists():
            time.sleep(0.05)
        made.sendall(b"still there")
        return made.recv(16) == b"still there"


def answers(target: str) -> bool:
    kind, rest = target.split(":", 1)
    try:
        if kind == "frame":
            return frame(*rest.split(":"))
        if kind == "hold":
            rest, file = rest.rsplit(":", 1)
            return hold(*rest.rsplit(":", 1), file)
        return {"tcp": tcp, "udp": udp}[kind](*rest.rsplit(":", 1))
    except OSError as silence:
        # Nobody said who has the address: so it is when the overlay's own question was dropped.
        if isinstance(silence, TimeoutError) or silence.errno == errno.EHOSTUNREACH:
            return False
        raise


def main() -> None:
    targets = sys.argv[2:]
    with ThreadPoolExecutor(len(targets)) as pool:
        for target, answered in zip(targets, pool.map(answers, targets), strict=True):
            if answered:
                print(target)


main()
