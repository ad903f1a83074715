"""What each command does. ``cli`` reads the arguments and calls ``run_<command>`` in one of these modules.

To add a command: a ``run_<command>(args) -> int`` here, and its arguments and module in ``cli.COMMANDS``.
"""
