"""Counts the frames of probe.py's made-up station that reach this namespace. Usage: sniff.py FILE

Prints 'ready', and the number once FILE is there.
"""

import socket
import sys
import time
from pathlib import Path

STATION = bytes.fromhex("02420a4d0209")
EVERY_PROTOCOL = 0x0003

# For a frame that was sent before FILE was there and is read after it.
LAST_SECONDS = 1.0

with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL)) as wire:
    wire.settimeout(0.1)
    print("ready", flush=True)
    count, end = 0, float("inf")
    while time.monotonic() < end:
        try:
            count += wire.recv(65535)[6:12] == STATION
        except TimeoutError:
            pass
        if end == float("inf") and Path(sys.argv[1]).exists():
            end = time.monotonic() + LAST_SECONDS
print(count)
