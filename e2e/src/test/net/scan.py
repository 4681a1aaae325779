"""Prints what a host answers to at each of its TCP ports. Usage: scan.py SECONDS ADDRESS

A line for each port that takes a connection: the port, and the first line of its answer to a request, or 'closed'.
SECONDS bound the wait for a port, and for an answer.
"""

import select
import socket
import sys
import time

SECONDS, ADDRESS = float(sys.argv[1]), sys.argv[2]
AT_ONCE = 500
REQUEST = b"GET / HTTP/1.0\r\nHost: lakeswarm\r\n\r\n"


def connected(ports: range) -> list[tuple[int, socket.socket]]:
    """Those of the ports that took a connection."""
    poll, waiting, taken = select.poll(), {}, []
    for port in ports:
        made = socket.socket()
        made.setblocking(False)
        made.connect_ex((ADDRESS, port))
        waiting[made.fileno()] = port, made
        poll.register(made, select.POLLOUT)
    end = time.monotonic() + SECONDS
    while waiting and (left := end - time.monotonic()) > 0:
        for number, _ in poll.poll(left * 1000):
            poll.unregister(number)
            port, made = waiting.pop(number)
            if made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
                taken.append((port, made))
            else:
                made.close()
    for _, made in waiting.values():
        made.close()
    return taken


def answer(made: socket.socket) -> str:
    made.settimeout(SECONDS)
    try:
        with made:
            made.sendall(REQUEST)
            return made.recv(200).partition(b"\r\n")[0].decode("ascii", "replace") or "closed"
    except OSError:
        return "closed"


for start in range(1, 65536, AT_ONCE):
    for found, made in connected(range(start, min(start + AT_ONCE, 65536))):
        print(found, answer(made))
