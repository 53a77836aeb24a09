"""Reports: resolution rates and what they are made of. Every figure is counted from rows; tallies are their sums."""
