package notification

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Outcome is what became of a message that could be understood.
type Outcome struct {
	// Retry is why the message has to be delivered once more; nil if it has not.
	Retry error
	// Refused is why an object will not do, however often it is delivered, which
	// is written down elsewhere; nil if it does.
	Refused error
	// Note says for people what was done.
	Note string
}

// Answer returns what the function is to return, given the outcome of each
// message in order. Its error is what the function is to fail with, so that the
// trigger delivers again: where only the whole delivery can fail, one message
// that has to be retried makes it. A message that cannot be understood fails,
// too, for the trigger to put it aside where people find it: into a dead-letter
// queue or the report of a job.
func (d Delivery) Answer(outcomes []Outcome) ([]byte, error) {
	switch d.Trigger {
	case SQS:
		return d.answerQueue(outcomes)
	case Batch:
		return d.answerBatch(outcomes)
	default:
		var failures []error
		for i, outcome := range outcomes {
			failures = append(failures, outcome.Retry, d.Messages[i].Err)
		}
		return []byte("null"), errors.Join(failures...)
	}
}

// answerQueue names the messages that are to come back. One without an id cannot
// be named: then all come back.
func (d Delivery) answerQueue(outcomes []Outcome) ([]byte, error) {
	type failure struct {
		ItemIdentifier string `json:"itemIdentifier"`
	}
	answer := struct {
		BatchItemFailures []failure `json:"batchItemFailures"` // null would mean that all have failed
	}{BatchItemFailures: []failure{}}
	for i, outcome := range outcomes {
		err := errors.Join(outcome.Retry, d.Messages[i].Err)
		if err == nil {
			continue
		}
		if d.Messages[i].ID == "" {
			return nil, fmt.Errorf("a message without an id: %w", err)
		}
		answer.BatchItemFailures = append(answer.BatchItemFailures, failure{d.Messages[i].ID})
	}
	return json.Marshal(answer)
}

// maxResultString bounds what the report of a job says of a task, in bytes.
const maxResultString = 1024

func (d Delivery) answerBatch(outcomes []Outcome) ([]byte, error) {
	type result struct {
		TaskID       string `json:"taskId"`
		ResultCode   string `json:"resultCode"`
		ResultString string `json:"resultString"`
	}
	answer := struct {
		InvocationSchemaVersion string   `json:"invocationSchemaVersion"`
		TreatMissingKeysAs      string   `json:"treatMissingKeysAs"` // of tasks that the answer leaves out
		InvocationID            string   `json:"invocationId"`
		Results                 []result `json:"results"`
	}{d.batch.InvocationSchemaVersion, "TemporaryFailure", d.batch.InvocationID, []result{}}
	for i, outcome := range outcomes {
		code, text := "Succeeded", outcome.Note
		switch {
		case outcome.Retry != nil:
			code, text = "TemporaryFailure", outcome.Retry.Error()
		case d.Messages[i].Err != nil:
			code, text = "PermanentFailure", d.Messages[i].Err.Error()
		case outcome.Refused != nil:
			code, text = "PermanentFailure", outcome.Refused.Error()
		}
		text = strings.ToValidUTF8(text[:min(len(text), maxResultString)], "")
		answer.Results = append(answer.Results, result{d.Messages[i].ID, code, text})
	}
	return json.Marshal(answer)
}
