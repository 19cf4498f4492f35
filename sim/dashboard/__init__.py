"""The pages: a server on this machine, and what it shows in a browser. Only this package knows Solara."""
