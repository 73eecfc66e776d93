"""Looking at a file that somebody sent: what it is by its content, and the same file made anew, with nothing hidden.

Runs in a child process that has no network, no keys, no database and no environment (``confined.py``); everything
here is plain Python and the libraries that read pictures and documents. docs/files.md says what happens to a file.
"""
