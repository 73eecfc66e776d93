"""Sealing what people tell us, so that only casework's intake reads it, and our answers, so that only they do.

Who may import what (house.md, "Two halves that never meet"):

contents, keys, key_names, seal, receipt
    Both halves. They seal concerns, and open replies for somebody who holds a receipt.
unseal
    Casework only; the public image has no such file. Nothing else here opens a concern.
"""
