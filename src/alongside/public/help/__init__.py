"""Where to find help: services, whether they are open now, and when somebody last checked that this is so."""
