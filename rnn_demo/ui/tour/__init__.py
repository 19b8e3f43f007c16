"""New here? Ten minutes: cards that open the pages on a scene, each with a question that the picture answers."""
