"""One world, one month: state, luck, calendar, interventions, rules, ledger, outcomes."""
