"""The pages in the words of a person who uses them: what one can do there, and what one can see."""
