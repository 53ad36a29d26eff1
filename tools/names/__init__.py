"""The model of names: what it is trained on and measured with."""
