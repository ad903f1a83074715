"""Forms that change the ledger: read in bounded size, and only where the desk's own page sent them.

A page elsewhere can make a visitor's browser post to the desk (cross-site request forgery) but cannot read the desk's
pages. So every form carries a token that only they show, made for its address with a key that lives as long as the
server; what browsers tell of where a request comes from (Sec-Fetch-Site, Origin) is heeded as well. The pages send no
referrer, with which browsers give the origin "null" for the desk's own forms too.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from backchannel.serve.security import host_name

MOST_BYTES = 16_384
MOST_FIELDS = 20
TOKEN = "token"


class FormGuard:
    """Makes the tokens of one run of the server, and reads forms that carry them."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def token(self, path: str) -> str:
        """The token of the form that posts to that path."""
        return hmac.new(self._key, path.encode("utf-8", "replace"), "sha256").hexdigest()

    async def read(self, request: Request, path: str, *, most: int = MOST_FIELDS) -> Mapping[str, str]:
        """The form's fields, at most ``most``, blanks at their ends left out. Raises HTTPException where it did not
        come from ``path``'s form on the desk's own pages, or is none."""
        _require_own(request)
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The desk reads forms as its pages send them.")
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A form has at most {MOST_BYTES:,} bytes.")
        fields = _split(bytes(body), most)
        if not hmac.compare_digest(fields.pop(TOKEN, "").encode(), self.token(path).encode()):
            raise HTTPException(
                HTTPStatus.FORBIDDEN, "The form is from before the desk was last started; load its page again."
            )
        return fields


def _split(body: bytes, most: int) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=most, errors="strict")
    except ValueError:  # broken escapes or too many fields
        raise HTTPException(HTTPStatus.BAD_REQUEST, "The form cannot be read: it is no UTF-8 or too long.") from None
    return {name: value.strip() for name, value in pairs}


def _require_own(request: Request) -> None:
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "null")
    foreign = origin != "null" and host_name(origin.partition("://")[2]) != host_name(request.headers.get("host", ""))
    if site != "same-origin" or foreign:
        raise HTTPException(HTTPStatus.FORBIDDEN, "The desk takes forms from its own pages alone.")
