"""Statistics on arrays of counts: rates, intervals, tests, differentials. No data set is known."""
