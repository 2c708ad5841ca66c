"""Questions to scores, through the engine: retrieval, sentences, answers, refusals and how far confidence can be trusted."""
