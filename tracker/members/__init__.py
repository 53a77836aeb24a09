"""Members: the cameras of networks, which joined when and left when, and with them a network's whole life.

The pages of networks live here, because networks themselves do not know cameras.
"""
