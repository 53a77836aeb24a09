"""Networks: the model "Camera giám sát ANTT" with its launch, lead, replication points (areas) and cameras.

A network is not a ward, and does not vanish when its ward does.
"""
