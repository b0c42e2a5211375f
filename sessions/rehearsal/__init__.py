"""Simulated people, who fill the rooms of a meet-up that is rehearsed.

They come in as phones do, over the interface in docs/protocol.md, and know nothing of the program but that.
"""
