"""The desk: pages and API over a ledger."""
