"""The papers of an award: each is made once as values, which PDF and Word paper both print."""
