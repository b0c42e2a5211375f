"""The load benchmark of `manage.py bench`: a crowd of phones against the program and against a bare server.

It works over the interface in docs/protocol.md alone, so it imports nothing of the program it measures.
"""
