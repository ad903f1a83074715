"""The pages: stories, one story, two sides, a question; who is who stands in ``who``."""

from __future__ import annotations

import re
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from backchannel.errors import BadQuestion
from backchannel.ledger import Ledger
from backchannel.records import Status
from backchannel.serve.copies_view import view_relatives
from backchannel.serve.dyad_view import view_dyad
from backchannel.serve.question_view import Form, answer, read_form, read_question, view_question
from backchannel.serve.rendering import render
from backchannel.serve.rulings import grading_form, ruling_form
from backchannel.serve.standing_view import view_standing
from backchannel.serve.story_view import view_story
from backchannel.serve.wording import dyad_link, marks_link

PAGE = 30  # stories on one page of the list
MOST_PAGES = 1_000_000
STATUSES = get_args(Status)
_AT = re.compile(r"(\d{1,7})-(\d{1,7})")

router = APIRouter(include_in_schema=False)


def ledger_of(request: Request) -> Ledger:
    """The ledger that the application was made for."""
    ledger: Ledger = request.app.state.ledger
    return ledger


@router.get("/")
def show_start() -> Response:
    """The list of stories is the front page."""
    return RedirectResponse("/stories")


@router.get("/stories")
def show_stories(request: Request, q: str = "", page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1) -> Response:
    """All stories, newest first, or those that hold the words searched for."""
    ledger = ledger_of(request)
    total, entries = ledger.count()
    words = q.strip()
    if words:
        return render("stories.html", words=words, hits=ledger.search(words, limit=PAGE), total=total, entries=entries)
    found = ledger.stories(limit=PAGE, offset=(page - 1) * PAGE)
    pages = max(1, -(-total // PAGE))
    return render("stories.html", words="", stories=found, total=total, entries=entries, page=page, pages=pages)


@router.get("/stories/{story_id}")
def show_story(request: Request, story_id: str, at: str = "") -> Response:
    """One story with its claims marked in the text."""
    ledger = ledger_of(request)
    reading = ledger.reading(story_id)
    relatives = view_relatives(ledger, reading.story)
    view = view_story(reading, _read_place(at))
    ruling = ruling_form(request, story_id)
    return render(
        "story.html",
        view=view,
        relatives=relatives,
        ruling=ruling,
        standing=view_standing(ledger.standing(story_id)),
        grading=grading_form(request, story_id),
        marks_link=marks_link(story_id, at),
    )


@router.get("/stories/{story_id}/marks.css")
def show_marks(request: Request, story_id: str, at: str = "") -> Response:
    """Styles for claims that are cut in several pieces: a link to the first lights up all of them."""
    view = view_story(ledger_of(request).reading(story_id), _read_place(at))
    rules = (f'main:has(#{id}:target) [data-claim="{id}"]{inner}' for id in view.broken for inner in ("", " .m"))
    body = ",\n".join(rules) + " { background: var(--target); color: var(--target-ink); }\n" if view.broken else ""
    return Response(body, media_type="text/css")


@router.get("/dyad")
def find_dyad(request: Request, a: str = "", b: str = "") -> Response:
    """The form for two sides; leads to their page."""
    if not a.strip() or not b.strip():
        return render("dyad_form.html", a=a, b=b, problem=None)
    try:
        return RedirectResponse(dyad_link(*_resolve(ledger_of(request), a, b)))
    except BadQuestion as error:
        return render("dyad_form.html", code=400, a=a, b=b, problem=str(error))


@router.get("/dyad/{a}/{b}")
def show_dyad(request: Request, a: str, b: str, status: str = "") -> Response:
    """The timeline of two sides and the board of their channels."""
    ledger = ledger_of(request)
    first, second = _resolve(ledger, a, b)
    if (first, second) != (a, b):
        return RedirectResponse(dyad_link(first, second))
    if status and status not in STATUSES:
        raise BadQuestion(f"{status[:40]!r} is no status; one of {', '.join(STATUSES)}")
    view = view_dyad(ledger, first, second, status or None)
    return render("dyad.html", view=view, status=status, statuses=STATUSES)


@router.get("/ask")
def show_question(request: Request) -> Response:
    """A question, its probability beside the base rate, and the reasons."""
    ledger = ledger_of(request)
    form = _read_form(request, ledger)
    if not form.asked:
        return render("ask.html", form=form, view=None, problem=None)
    try:
        view = view_question(answer(read_question(form, ledger), ledger))
    except BadQuestion as error:
        return render("ask.html", code=400, form=form, view=None, problem=str(error))
    return render("ask.html", form=form, view=view, problem=None)


def _read_place(at: str) -> tuple[int, int] | None:
    match = _AT.fullmatch(at)
    return (int(match[1]), int(match[2])) if match else None


def _read_form(request: Request, ledger: Ledger) -> Form:
    covered = ledger.covered()
    return read_form(request.query_params, None if covered is None else covered.last)


def _resolve(ledger: Ledger, a: str, b: str) -> tuple[str, str]:
    first, second = ledger.resolve_party(a), ledger.resolve_party(b)
    if first == second:
        raise BadQuestion(f"{a!r} and {b!r} are the same side; name two")
    return first, second
