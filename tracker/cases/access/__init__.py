"""Access: who sees an incident besides its unit and those above: units it is shared with, people it is sealed to."""
