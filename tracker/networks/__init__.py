"""Networks: the model "Camera giám sát ANTT" with its launch, its lead, its replication points (areas) and notes.

A network is not a ward, and does not vanish when its ward does. Its pages are in the room members, which knows
its cameras too.
"""
