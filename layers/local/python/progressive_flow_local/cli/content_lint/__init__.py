"""The authors' check of the content: mutants, weaker designs, texts, shapes and the cross-matrix. Never deployed."""
