"""Maps: cameras of a filter within a window of the map, as clusters from afar and as sectors of view when near."""
