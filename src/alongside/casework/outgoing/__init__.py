"""What waits to leave for the public half. The web puts it in, the post (post.py) carries it over and takes it out."""
