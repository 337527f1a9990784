"""Pure rules of SKIP and SKM."""
