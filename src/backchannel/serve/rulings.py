"""What analysts lay down on the desk: that two stories are one or are not, how far a statement is to be believed; and
that it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from backchannel.errors import BadQuestion
from backchannel.ledger import Grading, Ledger
from backchannel.records import Ruling
from backchannel.serve.forms import FormGuard

LONGEST_NAME = 80
LONGEST_REASON = 1000
ACTIONS = ("join", "apart", "undo")


@dataclass(frozen=True, slots=True)
class RulingForm:
    """Where the forms of a page post to, and the token they carry."""

    path: str
    token: str


router = APIRouter(include_in_schema=False)


def rulings_path(story: str) -> str:
    """Where the forms on that story's copies post to."""
    return f"/stories/{quote(story, safe='')}/rulings"


def ruling_form(request: Request, story: str) -> RulingForm | None:
    """The form to rule on that story's copies; None where the desk takes no rulings."""
    if not request.app.state.rules:
        return None
    return _form_to(request, rulings_path(story))


@router.post("/stories/{story_id}/rulings")
async def lay_down(request: Request, story_id: str) -> Response:
    """Carries out a ruling on the story and another one, and shows the story again."""
    guard: FormGuard = request.app.state.guard
    ledger: Ledger = request.app.state.ledger
    fields = await guard.read(request, rulings_path(story_id))
    action, other, by = fields.get("action", ""), fields.get("other", ""), read_name(fields.get("by", ""))
    if action not in ACTIONS:
        raise BadQuestion(f"{action[:20]!r} is no ruling; there are {', '.join(ACTIONS)}")
    if not other:
        raise BadQuestion("give the id of the other story; it stands at the end of its page's address")
    ruling = Ruling(cast(Literal["join", "apart", "undo"], action), story_id, other, by)
    await run_in_threadpool(ledger.rule, ruling)
    return RedirectResponse(f"/stories/{quote(story_id, safe='')}#copies", status_code=303)


def grades_path(story: str) -> str:
    """Where the forms on that story's statements post to."""
    return f"/stories/{quote(story, safe='')}/grades"


def grading_form(request: Request, story: str) -> RulingForm:
    """The form to grade that story's statements."""
    return _form_to(request, grades_path(story))


@router.post("/stories/{story_id}/grades")
async def lay_grade(request: Request, story_id: str) -> Response:
    """Sets an analyst's grade on a statement, or takes it back, and shows the story again."""
    guard: FormGuard = request.app.state.guard
    ledger: Ledger = request.app.state.ledger
    fields = await guard.read(request, grades_path(story_id))
    statement, by = fields.get("statement", ""), read_name(fields.get("by", ""))
    action, why = fields.get("action", ""), " ".join(fields.get("why", "").split())
    if len(why) > LONGEST_REASON:
        raise BadQuestion(f"a reason has at most {LONGEST_REASON} characters")
    given = fields.get("grade") if action == "set" else None
    await run_in_threadpool(ledger.grade, Grading(action, story_id, statement, by, why, given))
    return RedirectResponse(f"/stories/{quote(story_id, safe='')}#list-statements", status_code=303)


def _form_to(request: Request, path: str) -> RulingForm:
    guard: FormGuard = request.app.state.guard
    return RulingForm(path, guard.token(path))


def read_name(name: str) -> str:
    """Who rules, as told in a form. Raises BadQuestion where nobody is named: rulings are kept for ever."""
    name = " ".join(name.split())
    if not name or name == "machine":
        raise BadQuestion("say who lays it down: rulings are kept with a name")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise BadQuestion(f"a name has at most {LONGEST_NAME} printable characters")
    return name
