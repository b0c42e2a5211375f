"""How the program says no to somebody who asks for something that cannot be."""


class Refusal(Exception):
    """What was asked is not done. It is raised before anything is written, so others in the same commit go on."""
