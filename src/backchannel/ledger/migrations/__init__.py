"""The ledger's migrations, run by ``backchannel.ledger.opening`` when a ledger is opened."""
