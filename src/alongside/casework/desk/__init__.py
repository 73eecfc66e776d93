"""The desk: where call handlers take calls, and where their briefings are written, published and confirmed."""
