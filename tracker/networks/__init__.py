"""Networks: the model "Camera giám sát ANTT" with its launch, its lead and its replication points (areas).

A network is not a ward, and does not vanish when its ward does.
"""
