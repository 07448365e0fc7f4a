"""Languages: texts, numbers and label names as the reader expects them, and the glossary."""
