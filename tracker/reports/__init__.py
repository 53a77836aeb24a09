"""Reports: resolution rates and what they are made of. Every figure is counted from rows, none is kept here."""
