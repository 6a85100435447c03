"""Read, think, write: what routes and commands do, one module a noun."""
