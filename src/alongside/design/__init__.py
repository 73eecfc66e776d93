"""One look for both halves: forms, components, layout, static files and the words' catalogues."""
