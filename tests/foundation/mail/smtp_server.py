"""A mail server on this machine: it keeps what it is sent, and refuses whom it is told to."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread


class SMTPServer(ThreadingTCPServer):
    """Listens on a free port of 127.0.0.1.

    `answers` holds what it says to a recipient instead of "250", `silent` those after whose letter
    it hangs up without a word, `pause` the seconds that it takes for each letter.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.greeting = "220 ready"
        self.answers: dict[str, str] = {}
        self.silent: set[str] = set()
        self.pause = 0.0
        self.connections = 0
        self.received: list[tuple[str, bytes]] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def recipients(self) -> list[str]:
        """Whom the letters that it has kept are for."""
        return [recipient for recipient, _text in self.received]


class Session(StreamRequestHandler):
    """One connection, in as much of SMTP as a client needs (RFC 5321)."""

    server: SMTPServer

    def handle(self) -> None:
        with suppress(ConnectionError):  # the client was killed
            self.converse()

    def converse(self) -> None:
        self.server.connections += 1
        self.say(self.server.greeting)
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            command = line.upper()
            if command.startswith("RCPT"):
                recipient = re.findall("<(.*)>", line)[0]
                self.say(self.server.answers.get(recipient, "250 known"))
            elif command == "DATA":
                self.say("354 go on")
                text = self.read_text()
                self.server.received.append((recipient, text))
                if recipient in self.server.silent:
                    return
                time.sleep(self.server.pause)
                self.say("250 kept")
            elif command == "QUIT":
                self.say("221 good-bye")
                return
            else:
                self.say("250 fine")

    def read_text(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") for line in lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def running_server() -> Iterator[SMTPServer]:
    """A server that answers until the block ends."""
    with SMTPServer() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
