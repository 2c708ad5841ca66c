"""The only code that touches an index folder: embedding, lexical search, vectors, building and searching."""
