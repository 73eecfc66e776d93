"""The campaign's pages, written by editors: the campaign, myths, statements, publications, the resolution."""
