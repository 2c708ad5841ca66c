"""The corpus folder: documents, parameters, figures and the list of originals. No other package opens it."""
