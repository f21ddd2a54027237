"""Pure decisions of the engine: definition, state, actor, input and now in; a `Change` or a stated error out."""
