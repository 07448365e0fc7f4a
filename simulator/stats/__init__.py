"""Statistics on arrays of counts: rates, intervals, tests, differentials. They know no data set."""
