"""What rooms hand back, as the API shows it: plain values by the names of `schemas`, words in the reader's language."""
