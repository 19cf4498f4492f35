"""The record as dated facts: how often worlds have them, how surprising they are one after the other, and what simple guesses make of them."""
