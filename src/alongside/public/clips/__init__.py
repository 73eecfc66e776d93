"""A series of clips: each comes out at its moment, with captions and a transcript, and not a second before."""
