"""The mediation room for whoever holds a participant's link: no account, one page of sections."""
