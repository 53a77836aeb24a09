"""Demo: Thanh Hóa city in 2024 as real rows, for showing and for trying. It touches no database but its own."""
