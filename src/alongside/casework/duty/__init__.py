"""The duty roster, the bulletin that tells the public half of it, and the alerts that go to whoever is on duty."""
