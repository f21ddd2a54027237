"""Identifiers sort by time and secrets are long enough."""

import time

from linli.core.ids import secret, secret_hash, uuid7


def test_uuids_are_of_version_7_and_sort_in_order_of_making() -> None:
    made = [uuid7() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}


def test_a_uuid_tells_its_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    assert before <= uuid7().int >> 80 <= time.time_ns() // 1_000_000 + 1


def test_secrets_are_128_bits_and_kept_as_hashes() -> None:
    one = secret()
    assert len(one) == 22
    assert one != secret()
    assert len(secret_hash(one)) == 32
    assert one.encode() not in secret_hash(one)
