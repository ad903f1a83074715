"""The desk: pages and API over a ledger.

To add a page: a view in a module of its own that makes frozen records, a template under ``pages/``, and a route in
``routes.py``; its JSON twin goes into ``api.py``.
"""
