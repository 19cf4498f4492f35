"""From rows to a country: everything that has to fit together does, or is named."""
