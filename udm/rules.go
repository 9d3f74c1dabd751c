package udm

// RuleInfo documents one rule of the validator.
type RuleInfo struct {
	// ID is stable across releases.
	ID       string
	Severity Severity
	// Summary is the wording of every finding of this rule.
	Summary string
	// URL is the documentation that the rule comes from.
	URL string
}

// ValidatorRules returns every rule of the validator, by id.
func ValidatorRules() []RuleInfo { return nil }
