"""The keys: settings, the catalogue of models, and the only place where concrete classes meet."""
