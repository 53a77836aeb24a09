"""Wards: provinces and commune-level units of Viet Nam with the dates they hold and what became of them.

Reference data, loaded by dated files. A code never identifies a ward: 3,316 of the 3,321 codes in force since
1 July 2025 had belonged to another unit before.
"""
