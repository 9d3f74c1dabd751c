package objectstore

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// action is what was tried, by the right that it takes.
type action string

const (
	actionGet       action = "s3:GetObject"
	actionPut       action = "s3:PutObject"
	actionList      action = "s3:ListBucket"
	actionRecognize action = "s3:GetObject, to know an object it has written when the answer to that is lost"
)

// Error codes of S3.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const (
	codeConflict     = "ConditionalRequestConflict"
	codePrecondition = "PreconditionFailed"
	codeNoSuchKey    = "NoSuchKey"
	codeNotFound     = "NotFound" // of HeadObject, whose answer has no room for a code
	codeNoSuchUpload = "NoSuchUpload"
)

// isRefusal tells whether S3 did not write because a condition does not hold.
// An upload in parts that was completed, and whose answer was lost, is gone when
// it is to be completed again.
func isRefusal(err error) bool {
	switch code(err) {
	case codePrecondition, codeNoSuchUpload:
		return true
	case codeNoSuchKey:
		return true // there is nothing to match
	}
	return false
}

// code is the code of an error of S3, empty if it is none.
func code(err error) string {
	if answer, ok := errors.AsType[smithy.APIError](err); ok {
		return answer.ErrorCode()
	}
	return ""
}

// describe names the object in an error, and says what to do.
func (s *S3) describe(tried action, key string, err error) error {
	place := s.place(key)
	switch code(err) {
	case codeNoSuchKey, codeNotFound:
		return fmt.Errorf("%s: %w", place, ErrNotFound)
	case "NoSuchBucket":
		return fmt.Errorf("%s: there is no bucket %s: create it, or correct its name: %w", place, s.bucket, err)
	case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException":
		return fmt.Errorf("%s: the bucket is in another region: set AWS_REGION to its region: %w", place, err)
	case "ExpiredToken", "InvalidAccessKeyId", "SignatureDoesNotMatch":
		return fmt.Errorf("%s: %w: AWS does not accept the credentials: renew them: %w", place, ErrForbidden, err)
	case codeConflict:
		return fmt.Errorf("%s: another one is writing it: try again: %w", place, err)
	}
	if answer, ok := errors.AsType[*smithyhttp.ResponseError](err); ok && answer.HTTPStatusCode() == http.StatusForbidden {
		return fmt.Errorf("%s: %w: allow %s there: %w", place, ErrForbidden, tried, err)
	}
	return fmt.Errorf("%s: %w", place, err)
}
