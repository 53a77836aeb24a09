"""The register: cameras by ward and place, recorders, owners, networks, faults, inspections."""
