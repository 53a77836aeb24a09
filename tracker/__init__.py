"""The camera-footage tracker: a register of public-order cameras and the life of every request for their footage."""
