from __future__ import annotations

import datetime as dt

import pytest

from backchannel.articles.credits import agency_named, read_credit
from backchannel.articles.days import find_day, find_stamp


def test_short_aliases_heed_case() -> None:
    assert agency_named("PA") == "PA"
    assert agency_named("pa") is None
    assert agency_named("the associated press") == "AP"
    assert agency_named("Harbor Wire") is None


@pytest.mark.parametrize(
    ("text", "agency", "outlet", "dateline"),
    [
        ("(CNN) — The envoy left.", "CNN", None, None),
        ("(CNN)The envoy left.", "CNN", None, None),
        ("SEOUL, South Korea (AP) — The envoy left.", "AP", None, "SEOUL, South Korea"),
        ("SEOUL, Aug. 20 (Yonhap) -- The envoy left.", "Yonhap", None, "SEOUL, Aug. 20"),
        ("MADISON, Wis. (WQRT) - The envoy left.", None, "WQRT", "MADISON, Wis."),
        ("MURMANSK, May 9. /TASS/. The envoy left.", "TASS", None, "MURMANSK, May 9"),
        ("KYIV — The envoy left.", None, None, "KYIV"),
    ],
)
def test_credits(text: str, agency: str | None, outlet: str | None, dateline: str | None) -> None:
    credit = read_credit(text)
    assert credit is not None
    assert (credit.agency, credit.outlet, credit.dateline) == (agency, outlet, dateline)
    assert text[credit.end :] == "The envoy left."


@pytest.mark.parametrize(
    "text",
    [
        "The International Atomic Energy Agency (IAEA) said on Monday that it had no access.",
        "The envoy (AP says she is 50) left.",
        "“No,” he said — and left.",
        "A ship - the third - was seized.",
        "Kim and Lee — the two leaders — met.",
    ],
)
def test_sentences_have_no_credit(text: str) -> None:
    assert read_credit(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("October 18, 2025", dt.date(2025, 10, 18)),
        ("Updated 3:14 PM EDT, Sat Oct. 18, 2025", dt.date(2025, 10, 18)),
        ("18 October 2025", dt.date(2025, 10, 18)),
        ("2025-10-18T23:30:00-04:00", dt.date(2025, 10, 18)),
        ("20251018T1200", dt.date(2025, 10, 18)),
        ("10/18/2025", dt.date(2025, 10, 18)),
        ("18/10/2025", dt.date(2025, 10, 18)),
        ("10/11/2025", None),
        ("31 June 2025", None),
        ("October 18", None),
        ("four hours ago", None),
    ],
)
def test_days(text: str, day: dt.date | None) -> None:
    assert find_day(text) == day


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2025-10-18T23:30:00-04:00", "2025-10-18T23:30:00-04:00"),
        ("2025-10-18T23:30:00.123Z", "2025-10-18T23:30:00+00:00"),
        ("2025-10-18 23:30+0530", "2025-10-18T23:30+05:30"),
        ("2025-10-18T23:30", "2025-10-18T23:30"),
        ("Updated 3:14 PM EDT, Sat Oct. 18, 2025", "2025-10-18T15:14-04:00"),
        ("October 18, 2025 at 12:05 a.m. ET", "2025-10-18T00:05"),
        ("18 Oct 2025 15:14 GMT", "2025-10-18T15:14+00:00"),
        ("Sat, 18 Oct 2025 15:14:09 +0200", "2025-10-18T15:14:09+02:00"),
        ("October 18, 2025", "2025-10-18"),
        ("October 18, 2025, 3:14 PM IST", "2025-10-18T15:14"),
        ("3:14 PM", None),
    ],
)
def test_stamps(text: str, stamp: str | None) -> None:
    assert find_stamp(text) == stamp
