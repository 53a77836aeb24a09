"""Moments: how a day or a moment that somebody is typing will be understood. It only reads."""
