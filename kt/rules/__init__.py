"""What the rules of the domain say of rollouts: asked by deeds that refuse and by screens."""
