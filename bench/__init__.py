"""What we claim about speed and scale, runnable, with its rivals beside it. Start: ./alongside bench"""
