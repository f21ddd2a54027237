"""A lean HTTP/1.1 client in a process of its own: keep-alive connections in a closed loop, one epoll, no library.

Run as `python client.py` with a plan in JSON on standard input; prints what happened in JSON. It imports nothing of
Linli, so that it starts at once and costs the server's cores as little as a client can.
"""

import json
import random
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

WORDS = ["路灯", "井盖", "垃圾", "噪音", "占道", "积水", "树枝", "漏水", "裂缝", "油烟", "护栏", "车位", "广告", "消防"]
PLACES = ["小区门口", "学校旁边", "菜市场", "公交站台", "十字路口", "楼下花园", "地下车库", "河堤步道"]
SILENCE_SECONDS = 35.0
AHEAD_A_SECOND = 1_000
NAMES = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"]


@dataclass
class Connection:
    """One keep-alive connection and what it waits for."""

    sock: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    wanted: int = 0


@dataclass
class Outcome:
    """What came back."""

    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    broken: int = 0
    seconds: float = 0.0


def reports(points: list[list[float]], host: str) -> Iterator[bytes]:
    """Reports without end, each with a text and a place of its own; every second one leaves a contact."""
    dice = random.Random()
    run = f"{time.time_ns():x}"
    for turn in range(10**9):
        lon, lat = dice.choice(points)
        matter = f"{dice.choice(PLACES)}{dice.choice(WORDS)}{dice.choice(WORDS)}"
        body: dict[str, Any] = {
            "text": f"{matter}，第 {turn} 次，{dice.getrandbits(40):x}。",
            "lon": round(lon + dice.uniform(-1e-4, 1e-4), 6),
            "lat": round(lat + dice.uniform(-1e-4, 1e-4), 6),
        }
        if turn % 2:
            body["contact"] = {"name": dice.choice(NAMES) + "先生", "phone": f"139{dice.randrange(10**8):08d}"}
        content = json.dumps(body, ensure_ascii=False).encode()
        head = (
            f"POST /api/v1/reports HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {run}-{dice.getrandbits(64):016x}\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        yield head.encode() + content


def reads(addresses: list[str], headers: str, host: str) -> Iterator[bytes]:
    """Reading the addresses over and over, in an order of its own."""
    dice = random.Random(7)
    while True:
        for address in dice.sample(addresses, len(addresses)):
            yield f"GET {address} HTTP/1.1\r\nHost: {host}\r\n{headers}\r\n".encode()


def run(plan: dict[str, Any]) -> Outcome:
    """Keep the connections busy until the time or the number of requests is used up."""
    host = f"{plan['host']}:{plan['port']}"
    source = reports(plan["points"], host) if "points" in plan else reads(plan["addresses"], plan["headers"], host)
    outcome = Outcome()
    # Made ahead, as far as it goes: the client shall not take the server's cores while the time runs.
    source = chain(list(islice(source, plan.get("requests") or int(AHEAD_A_SECOND * plan["seconds"]))), source)
    poll = selectors.DefaultSelector()
    keep = (lambda body: outcome.kept.append(json.loads(body)["number"])) if plan.get("keep") else (lambda body: None)
    start = time.perf_counter()
    stop_at = start + plan["seconds"]
    left = plan.get("requests") or 10**9
    for _one in range(min(plan["connections"], left)):
        sock = socket.create_connection((plan["host"], plan["port"]), timeout=30)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = Connection(sock)
        poll.register(sock, selectors.EVENT_READ, connection)
        left -= _send(connection, next(source))
    while poll.get_map():
        ready = poll.select(timeout=SILENCE_SECONDS)
        if not ready:
            outcome.broken += len(poll.get_map())
            break
        for key, _events in ready:
            left -= _step(key.data, poll, outcome, keep, source, more=left > 0 and time.perf_counter() < stop_at)
    outcome.seconds = time.perf_counter() - start
    return outcome


def _send(connection: Connection, request: bytes) -> int:
    connection.received.clear()
    connection.wanted = 0
    connection.sent_at = time.perf_counter()
    connection.sock.sendall(request)
    return 1


def _step(
    connection: Connection,
    poll: selectors.BaseSelector,
    outcome: Outcome,
    keep: Callable[[bytes], None],
    source: Iterator[bytes],
    *,
    more: bool,
) -> int:
    """Take what came; count a whole answer and send the next request. Returns how many were sent."""
    try:
        part = connection.sock.recv(262_144)
    except OSError:
        part = b""
    if not part:
        outcome.broken += 1
        poll.unregister(connection.sock)
        return 0
    connection.received += part
    if not _is_whole(connection):
        return 0
    outcome.latencies.append((time.perf_counter() - connection.sent_at) * 1_000)
    status = int(connection.received[9:12])
    outcome.statuses[status] += 1
    if status == 201:
        keep(bytes(connection.received).partition(b"\r\n\r\n")[2])
    if more:
        try:
            return _send(connection, next(source))
        except OSError:
            outcome.broken += 1
    poll.unregister(connection.sock)
    connection.sock.close()
    return 0


def _is_whole(connection: Connection) -> bool:
    """Whether the answer has arrived; `wanted` is its length once the head is known."""
    if not connection.wanted:
        end = connection.received.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(connection.received[:end]).lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        connection.wanted = end + 4 + length
    return len(connection.received) >= connection.wanted


def main() -> None:
    """Read the plan, do it, say what happened."""
    plan = json.load(sys.stdin)
    outcome = run(plan)
    if plan.get("keep"):
        Path(plan["keep"]).write_text("\n".join(outcome.kept))
    outcome.latencies.sort()
    json.dump(
        {
            "answers": len(outcome.latencies),
            "statuses": outcome.statuses,
            "broken": outcome.broken,
            "seconds": outcome.seconds,
            "p50_ms": outcome.latencies[len(outcome.latencies) // 2] if outcome.latencies else None,
            "p95_ms": outcome.latencies[int(len(outcome.latencies) * 0.95)] if outcome.latencies else None,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
