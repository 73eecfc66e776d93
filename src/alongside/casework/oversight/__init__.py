"""Counts of what happened, through one disclosure gate. They are made from de-identified events and open no case."""
