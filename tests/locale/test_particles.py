"""Particles after a consonant, after a vowel, after brackets, digits and signs."""

from __future__ import annotations

import pytest

from sim.locale.particles import with_particles


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("연안파이(가)", "연안파가"),
        ("김일성이(가)", "김일성이"),
        ("연안파(대표 김두봉(Kim Tu-bong))을(를)", "연안파(대표 김두봉(Kim Tu-bong))를"),
        ("소련계 한인은(는)", "소련계 한인은"),
        ("23%이(가)", "23%가"),
        ("83%(으)로", "83%로"),
        ("'할 수도 있었다'(이)라는", "'할 수도 있었다'라는"),
        ("'사람'(이)라는", "'사람'이라는"),
        ("서울(으)로", "서울로"),
        ("부산(으)로", "부산으로"),
        ("1961과(와)", "1961과"),
        ("남이(가) 북을(를) 둘과(와)", "남이 북을 둘과"),
    ],
)
def test_the_particle_follows_the_last_syllable_read(written: str, read: str) -> None:
    assert with_particles(written) == read


def test_text_without_doubled_particles_stays() -> None:
    assert with_particles("이것은 (가) 그대로다.") == "이것은 (가) 그대로다."
