# a check that does not hold is reported with its line
expect absent state_of Domain-0
