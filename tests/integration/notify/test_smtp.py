"""E-mail over a real connection: what a mail server answers, or fails to, decides what becomes of the message."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from linli.notify import actions
from linli.notify.models import Outgoing

pytestmark = pytest.mark.django_db
Waiting = Callable[..., Outgoing]


class Talk(socketserver.StreamRequestHandler):
    """The server's side of one connection. `answers` overrides what it says to a word; None hangs up."""

    answers: dict[str, str | None]
    received: list[bytes]

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].upper().decode().strip()
            if word == "DATA" and not self.take():
                return
            if word != "DATA":
                self.say(self.answers.get(word) or {"EHLO": "250 here", "QUIT": "221 bye"}.get(word, "250 well"))

    def take(self) -> bool:
        self.say("354 go on")
        letter = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            letter.append(line)
        self.received.append(b"".join(letter))
        answer = self.answers.get("DATA", "250 taken")
        if answer:
            self.say(answer)
        return answer is not None

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def talk(settings: Settings) -> Iterator[type[Talk]]:
    class Here(Talk):
        answers: dict[str, str | None] = {}
        received: list[bytes] = []

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Here) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.socket.getsockname()
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield Here
        server.shutdown()


def state_of(message: Outgoing) -> str:
    message.refresh_from_db()
    return f"{message.state}: {message.problem}".removesuffix(": ")


def test_it_sends_all_messages_over_one_connection(
    now: datetime, talk: type[Talk], waiting: Waiting, reporter: UUID
) -> None:
    for _message in range(3):
        waiting(contact_id=reporter)
    assert actions.deliver(now=now).sent == 3
    assert len(talk.received) == 3
    assert b"To: wang@example.org" in talk.received[0]


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"RCPT": "550 no such user"}, "failed: 550 no such user"),
        ({"RCPT": "450 mailbox busy"}, "waiting: 450 mailbox busy"),
        ({"DATA": "554 refused"}, "failed: 554 refused"),
        ({"DATA": "451 later"}, "waiting: 451 later"),
        ({"DATA": None}, "unknown: SMTPServerDisconnected: Connection unexpectedly closed"),
    ],
)
def test_the_answer_decides(
    now: datetime,
    talk: type[Talk],
    waiting: Waiting,
    reporter: UUID,
    answers: dict[str, str | None],
    state: str,
) -> None:
    talk.answers = answers
    message = waiting(contact_id=reporter)
    actions.deliver(now=now)
    assert state_of(message) == state


def test_after_a_lost_line_the_others_wait_and_go_with_the_next_run(
    now: datetime, talk: type[Talk], waiting: Waiting, reporter: UUID
) -> None:
    messages = [waiting(contact_id=reporter) for _message in range(3)]
    talk.answers = {"DATA": None}
    actions.deliver(now=now)
    talk.answers = {}
    states = [state_of(message).split(":")[0] for message in messages]
    assert states == ["unknown", "waiting", "waiting"]
