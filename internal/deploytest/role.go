package deploytest

import (
	"regexp"
	"strings"
)

// Allows tells whether a role may do something with a resource, which is given by
// its ARN or, if it is of the same template, as in {"Fn::GetAtt":["Queue","Arn"]}.
// For s3:ListBucket, the resource is the bucket and a key or prefix behind it:
// S3 asks for it, too, before it says that an object is not there.
func (t Template) Allows(role, action, resource string) bool {
	bucket, prefix := resource, ""
	if action == "s3:ListBucket" {
		bucket, prefix, _ = strings.Cut(resource, "/")
	}
	policies, _ := t.Resources[role].Properties["Policies"].([]any)
	for _, policy := range policies {
		list, _ := At(policy, "PolicyDocument", "Statement").([]any)
		for _, statement := range list {
			condition := At(statement, "Condition", "StringLike", "s3:prefix")
			if anyLike(At(statement, "Action"), action) && anyLike(At(statement, "Resource"), bucket) &&
				(condition == nil || anyLike(condition, prefix)) {
				return true
			}
		}
	}
	return false
}

// anyLike tells whether a pattern of IAM, or one of several, fits a text.
func anyLike(patterns any, text string) bool {
	list, isList := patterns.([]any)
	if !isList {
		list = []any{patterns}
	}
	for _, pattern := range list {
		expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(Text(pattern)))
		if regexp.MustCompile("^" + expression + "$").MatchString(text) {
			return true
		}
	}
	return false
}
