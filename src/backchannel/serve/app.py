"""The desk as one application: routes, safe headers, known hosts, and errors that say what would be right."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from backchannel.errors import BackchannelError, BadInput, BadLedger, BadModel, BadQuestion
from backchannel.ledger import Ledger
from backchannel.ledger.copies_keeper import MakeComparer
from backchannel.serve import api, routes, rulings, who
from backchannel.serve.forms import FormGuard
from backchannel.serve.rendering import render
from backchannel.serve.security import LOCAL, KnownHosts, SafeHeaders

_HERE = Path(__file__).parent
_LOG = logging.getLogger(__name__)


def create_app(ledger_url: str, *, hosts: Iterable[str] = (), copies: MakeComparer | None = None) -> FastAPI:
    """The desk on the ledger at that database URL; ``hosts`` are names it answers to beside those of this machine.

    With ``copies``, analysts can rule on its pages on which stories are one (see ``Ledger.open``).

    Raises BadLedger where the ledger cannot be opened.
    """
    ledger = Ledger.open(ledger_url, create=False, copies=copies)

    @asynccontextmanager
    async def closing(app: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(title="Backchannel", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=closing)
    app.state.ledger = ledger
    app.state.guard = FormGuard()
    app.state.rules = copies is not None
    for router in (api.router, routes.router, rulings.router, who.router):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    for kind in (BackchannelError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _explain)
    # The last one added stands outermost: refusals and faults carry the headers too.
    app.add_middleware(KnownHosts, hosts=(*LOCAL, *hosts))
    app.add_middleware(SafeHeaders)
    return app


def _explain(request: Request, error: Exception) -> Response:
    """An error as a page, or as JSON under /api."""
    status, message = _read_error(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        _LOG.error("%s: %s", request.url.path, type(error).__name__, exc_info=error)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message}, status_code=status)
    return render("error.html", code=status, title=HTTPStatus(status).phrase, message=message)


def _read_error(error: Exception) -> tuple[int, str]:
    match error:
        case BadQuestion():
            return HTTPStatus.BAD_REQUEST, str(error)
        case BadInput():
            return HTTPStatus.NOT_FOUND, str(error)
        case BadLedger() | BadModel():
            return HTTPStatus.SERVICE_UNAVAILABLE, str(error)
        case RequestValidationError():
            first = error.errors()[0]
            where = " ".join(str(part) for part in first.get("loc", ())[1:])
            return HTTPStatus.BAD_REQUEST, f"{where}: {first.get('msg', 'cannot be read')}"
        case HTTPException(status_code=HTTPStatus.NOT_FOUND):
            return HTTPStatus.NOT_FOUND, "The desk has no such page."
        case HTTPException():
            return error.status_code, str(error.detail)
    return HTTPStatus.INTERNAL_SERVER_ERROR, "The desk failed at this page; its log has the details."
