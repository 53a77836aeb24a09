"""Units: whoever asks for footage, approves, or reads figures, as a tree with dates: police, committees, inspectorates.

Like a ward, a unit that is renamed or merged ends, another begins, and a succession says so. A unit covers itself, the
units below it and the predecessors of all these: what was theirs is read and decided by it.
"""
