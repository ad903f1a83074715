"""Stories of our own for the tests of copies, and what stations and agencies make of them."""

from __future__ import annotations

import datetime as dt
import hashlib

from backchannel.records import Story

DAY = dt.date(2024, 5, 14)

HARBOUR = (
    "The foreign ministers of Norland and Sudria agreed on Tuesday to reopen the harbour of Port Ansel to fishing "
    "boats of both countries, ending a closure that had lasted since the clash of last November.",
    "Under the agreement, which was signed in a hotel near the old customs house, boats may leave port from the first "
    "of June. Patrols of the two coast guards will share one radio channel and report to each other every six hours.",
    "Sudria's minister, Ilse Varn, told reporters that her government had dropped its demand for an apology. She said "
    "that what mattered now was that crews could go back to work before the herring season is over.",
    "Her Norland counterpart, Peder Holm, said 340 boats had been idle for half a year. He thanked the island republic "
    "of Merrow, whose envoy carried messages between the two capitals all through the winter.",
    "Fishermen on both shores were wary. Some of them recalled that an earlier accord had been broken within a month, "
    "when a trawler was boarded off the Tarn bank and its captain was held for nine days.",
    "The dispute over the bank goes back to the war of 1951, after which the sea border was never drawn. Three rounds "
    "of arbitration failed, and each side has published charts that the other does not recognise.",
    "Norland has fished the bank for two centuries, its government says. Sudria points to a treaty of 1896 that gave "
    "its islands the waters within twelve miles, and to the graves of its sailors on the northern reef.",
)
BUDGET = (
    "Norland's parliament rejected the defence budget by two votes on Friday after four deputies of the ruling party "
    "stayed away, a defeat that leaves the navy without money for the patrol ships it ordered in March.",
    "Prime Minister Anders Lie said he would put a smaller plan to the vote next week. The opposition leader asked him "
    "to resign instead and said that the yard at Varde had begun to lay off welders.",
    "The finance ministry had warned that the old plan would cost more than the country spends on all its schools.",
    "A spokesman for the navy declined to say how many patrols would be cancelled if the ships came late.",
)
NEWS = (
    "A Sudrian coast guard cutter fired warning shots at two Norland trawlers before dawn on Sunday, wounding a "
    "deckhand and putting the ten-day-old harbour agreement in doubt, officials of both countries said.",
    "The cutter's captain has been relieved of his command until an inquiry is over, Sudria's navy said. It gave no "
    "reason for the shots and denied that the trawlers had been in its waters.",
    "In Port Ansel, several hundred people gathered on the quay and demanded that the boats be called back at once.",
)
PAGE = (
    "Download our app to get breaking news, and subscribe to the newsletter of the Kenton newsroom.",
    "Copyright 2024 by the station. Click here to unsubscribe from the newsletter or to report an error.",
)


def story(
    paragraphs: tuple[str, ...],
    outlet: str | None,
    *,
    day: dt.date | None = DAY,
    agency: str | None = "Demo Wire",
    title: str | None = None,
) -> Story:
    """A story of those paragraphs."""
    text = "\n\n".join(paragraphs)
    id = hashlib.sha256(f"{outlet}{day}{title}{text}".encode()).hexdigest()[:12]
    return Story(id, text, "", title=title, agency=agency, outlet=outlet, published=day)


def later(days: int) -> dt.date:
    """So many days after DAY."""
    return DAY + dt.timedelta(days=days)
