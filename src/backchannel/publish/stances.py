"""Who holds which status of an event, and its place in the telling, as JSON and back: part of ``publish/jsonl.py``."""

from __future__ import annotations

from typing import Any, get_args

from backchannel.publish.fields import Fields, SpanReader, write_span
from backchannel.records import Event, Holder, Order, Stance, Status, Story


def write_stances(event: Event, story: Story) -> list[dict[str, Any]]:
    """The stances of an event. Raises ValueError where a span belongs to another story."""
    return [
        {
            "holder": stance.holder,
            "by": stance.by,
            "source": None if stance.source is None else write_span(stance.source, story),
            "statement": stance.statement,
            "status": stance.status,
            "certainty": stance.certainty,
        }
        for stance in event.stances
    ]


def read_stance(fields: Fields, span: SpanReader) -> Stance:
    """The stance that ``write_stances`` wrote. Raises BadInput where a field is of a wrong type."""
    return Stance(
        holder=fields.one_of("holder", get_args(Holder)),
        status=fields.one_of("status", get_args(Status)),
        certainty=fields.whole("certainty"),
        by=fields.maybe_text("by"),
        source=fields.maybe_object("source", span),
        statement=fields.maybe_text("statement"),
    )


def write_order(order: Order | None) -> dict[str, int] | None:
    """Chain and step; None stays None."""
    return None if order is None else {"chain": order.chain, "step": order.step}


def read_order(fields: Fields) -> Order:
    """The order that ``write_order`` wrote."""
    return Order(fields.whole("chain"), fields.whole("step"))
