"""How people of nine traditions are called, and how their names are written down by others.

Written from what clerks, schools and registers do with these names, and not from the tables of the matcher: nothing in
this folder may be imported by, or copied from, `casework/people`. Each module holds

* FEMALE, MALE, FAMILY: names, most frequent first;
* WRITTEN: what else is written for a name (other spellings, short forms, what was heard), one name a line;
* BY_EAR: what a hearer turns into what, one pair at a time;
* `full(draw)`: how a whole name is put together, as parts.
"""
