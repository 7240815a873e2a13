"""Log-in without sending the password, by the examples of RFC 7616."""

import pytest

from reader.sync.challenge import challenge_of

ASKED = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm},'
    ' nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
OWN = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


@pytest.mark.parametrize(
    ("algorithm", "proof"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples(algorithm: str, proof: str) -> None:
    challenge = challenge_of([ASKED.format(algorithm=algorithm)])
    assert challenge is not None
    answer = challenge.answer("GET", "/dir/index.html", "Mufasa", "Circle of Life", OWN)
    assert f'response="{proof}"' in answer
    assert "nc=00000001" in answer
    assert "Circle" not in answer
    assert "nc=00000002" in challenge.answer("GET", "/", "Mufasa", "Circle of Life")


def test_the_best_of_several_and_none_that_is_not_understood() -> None:
    both = [ASKED.format(algorithm=name) for name in ("MD5", "SHA-256", "SHA-512-256")]
    chosen = challenge_of(['Basic realm="x"', *both])
    assert chosen is not None
    assert chosen.algorithm == "SHA-256"
    mixed = challenge_of(['Basic realm="a, Digest", Digest realm="b", nonce="n"'])
    assert mixed is not None
    assert (mixed.nonce, mixed.with_count) == ("n", False)
    for header in ("Basic realm=x", 'Digest realm="x"', 'Digest nonce="n", qop="auth-int"', "Digest", ""):
        assert challenge_of([header]) is None


def test_names_of_any_letters_stay_in_their_place() -> None:
    challenge = challenge_of(['Digest realm="r", nonce="n", qop="auth"'])
    assert challenge is not None
    answer = challenge.answer("GET", "/", 'a"b\\c', "x")
    assert 'username="a\\"b\\\\c"' in answer
    assert "username*=UTF-8''%C3%BC" in challenge.answer("GET", "/", "ü", "ü")
