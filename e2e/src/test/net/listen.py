"""Answers on every address of its network namespace. Usage: listen.py tcp:PORT… udp:PORT…

TCP: a line at the start, and back what comes. UDP: back what comes. Prints 'ready' once all ports are open.
"""

import socket
import sys
import threading


def talk(connection: socket.socket) -> None:
    with connection:
        connection.sendall(b"hello\n")
        while data := connection.recv(1024):
            connection.sendall(data)


def accept(server: socket.socket) -> None:
    while True:
        connection, _ = server.accept()
        threading.Thread(target=talk, args=(connection,), daemon=True).start()


def echo(server: socket.socket) -> None:
    while True:
        data, sender = server.recvfrom(1024)
        server.sendto(data, sender)


def opened(kind: str, port: int) -> socket.socket:
    server = socket.socket(socket.AF_INET6, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    server.bind(("::", port))
    if kind == "tcp":
        server.listen(64)
    return server


def main() -> None:
    threads = []
    for word in sys.argv[1:]:
        kind, port = word.split(":")
        server = opened(kind, int(port))
        threads.append(threading.Thread(target=accept if kind == "tcp" else echo, args=(server,), daemon=True))
    for thread in threads:
        thread.start()
    print("ready", flush=True)
    for thread in threads:
        thread.join()


main()
