"""The mediation room for staff: one page of sections, each with its own verbs."""
