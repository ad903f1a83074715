"""The pages on who is who, and the form by which analysts merge, split and undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from backchannel.errors import BadQuestion
from backchannel.ledger import IdentityRuling, Ledger
from backchannel.ledger.identities import Action
from backchannel.serve.forms import FormGuard
from backchannel.serve.rendering import render
from backchannel.serve.routes import ledger_of
from backchannel.serve.rulings import RulingForm, read_name
from backchannel.serve.who_view import MOST_SIGHTINGS, list_who, view_who
from backchannel.serve.wording import who_link

PAGE = 40  # identities on one page of the list
MOST_PAGES = 1_000_000
OUT = "out-"  # begins the names of a form's fields that name the mentions to take out
_ACTIONS = ("merge", "split", "undo")

router = APIRouter(include_in_schema=False)


@router.get("/who")
def show_list(request: Request, q: str = "", page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1) -> Response:
    """The identities, or those that bear a name; one alone is shown at once."""
    ledger = ledger_of(request)
    total, words = ledger.count_identities(), q.strip()
    if words:
        try:
            ids = ledger.find_who(words)
        except BadQuestion as error:
            return render("who_list.html", code=404, words=words, lines=(), total=total, problem=str(error), page=1,
                          pages=1)  # fmt: skip
        if len(ids) == 1:
            return RedirectResponse(who_link(ids[0]))
        lines = list_who(ledger, ids[:PAGE])
        return render("who_list.html", words=words, lines=lines, total=total, problem=None, page=1, pages=1)
    lines = ledger.identities(PAGE, (page - 1) * PAGE)
    pages = max(1, -(-total // PAGE))
    return render("who_list.html", words="", lines=lines, total=total, problem=None, page=page, pages=pages)


@router.get("/who/{id}")
def show_identity(request: Request, id: str) -> Response:
    """One person or body with its mentions, who else it may be, and the forms to rule on it."""
    identity = ledger_of(request).identity(id)
    if identity.id != id:
        return RedirectResponse(who_link(identity.id))
    guard: FormGuard = request.app.state.guard
    path = rulings_path(id)
    return render("who.html", view=view_who(identity), form=RulingForm(path, guard.token(path)), out=OUT)


@router.post("/who/{id}/rulings")
async def lay_down(request: Request, id: str) -> Response:
    """Carries out a ruling on an identity, and shows it again."""
    guard: FormGuard = request.app.state.guard
    ledger: Ledger = request.app.state.ledger
    fields = await guard.read(request, rulings_path(id), most=MOST_SIGHTINGS + 10)
    ruling = await run_in_threadpool(_read_ruling, ledger, id, fields)
    await run_in_threadpool(ledger.rule_identity, ruling)
    return RedirectResponse(who_link(id), status_code=303)


def rulings_path(id: str) -> str:
    """Where the forms on that identity post to."""
    return f"{who_link(id)}/rulings"


def _read_ruling(ledger: Ledger, id: str, fields: Mapping[str, str]) -> IdentityRuling:
    """The ruling that a form means. Raises BadQuestion for what is none."""
    action, by, why = fields.get("action", ""), read_name(fields.get("by", "")), " ".join(fields.get("why", "").split())
    if action not in _ACTIONS:
        raise BadQuestion(f"{action[:20]!r} is no ruling; there are {', '.join(_ACTIONS)}")
    day = _read_day(fields.get("day", ""))
    one, other, undoes = (id,), (), None  # type: tuple[str, ...], tuple[str, ...], int | None
    if action == "merge":
        if not fields.get("other"):
            raise BadQuestion("say with whom: a name, an id, or the ref of a known actor")
        other = ledger.find_who(fields["other"])
        if len(other) > 1:
            raise BadQuestion(f"{fields['other'][:80]!r} can be {', '.join(other[:10])}; give one of these ids")
    elif action == "split":
        one, other = tuple(name.removeprefix(OUT) for name in fields if name.startswith(OUT)), (id,)
        if not one:
            raise BadQuestion("tick the stories in which somebody else is meant")
    else:
        number = fields.get("number", "")
        one, undoes = (), int(number) if number.isdecimal() and len(number) < 10 else 0
    return IdentityRuling(cast(Action, action), one, other, by, why, day, undoes)


def _read_day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"{text[:20]!r} is no day; write it like 2025-10-18") from None
