"""The companion experiment: a gender classifier, trained in the open and audited by group."""
