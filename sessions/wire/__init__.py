"""What a program needs to play many phones: HTTP and a websocket as browsers speak them, at little cost.

It imports nothing of the program, so that what plays a room works over the interface alone.
"""
