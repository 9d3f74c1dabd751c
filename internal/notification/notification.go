// Package notification reads what AWS hands to a function when objects appear in
// a bucket, whichever way it takes, and gives the answer that that way expects.
// It knows bytes only: no network, no clock.
package notification

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Trigger is the way on which a notification came.
type Trigger int

// The triggers.
const (
	Unknown     Trigger = iota
	S3                  // the bucket calls the function
	SNS                 // the bucket's topic calls it
	SQS                 // the function takes messages from a queue
	EventBridge         // a rule calls it
	Batch               // a job of S3 Batch Operations calls it
)

// String names the trigger as AWS does.
func (t Trigger) String() string {
	return [...]string{"unknown", "S3", "SNS", "SQS", "EventBridge", "S3 Batch Operations"}[t]
}

// Delivery is all that one call of the function brings.
type Delivery struct {
	Trigger  Trigger
	Messages []Message

	batch batchEvent // what the answer to a batch repeats
}

// Message is a part of a delivery that succeeds or fails as one: a message of a
// queue, a task of a batch, a record of S3 or SNS.
type Message struct {
	ID      string // by which the answer names it; empty if it does not
	Objects []Object
	Note    string // why there are no objects, such as "s3:TestEvent"
	Err     error  // the message cannot be understood; there are no objects
}

// Object is one that has appeared.
type Object struct {
	Bucket    string
	Key       string // decoded, as S3 itself knows it
	VersionID string // empty where the bucket keeps no versions
}

// String returns the location of the object.
func (o Object) String() string { return "s3://" + o.Bucket + "/" + o.Key }

// Decode reads what a function was called with. The error says that it is none
// of what Decode knows. What is wrong with a single message is the message's
// own error, so that those beside it are still heard.
func Decode(payload []byte) (Delivery, error) {
	var event envelope
	if err := json.Unmarshal(payload, &event); err != nil {
		return Delivery{}, fmt.Errorf("%w: it is no JSON object of AWS: %w", ErrUnknown, err)
	}
	switch {
	case event.InvocationSchemaVersion != "":
		return decodeBatch(payload)
	case len(event.Records) > 0 && event.source() == "aws:sqs":
		return Delivery{Trigger: SQS, Messages: decodeAll(event.Records, decodeQueued)}, nil
	case len(event.Records) > 0 && event.source() == "aws:sns":
		return Delivery{Trigger: SNS, Messages: decodeAll(event.Records, decodePublished)}, nil
	}
	trigger, messages := decodeNotification(event)
	if trigger == Unknown {
		return Delivery{}, fmt.Errorf("%w: its keys are not those of a notification of S3, of SNS, SQS or EventBridge with one, or of a task of S3 Batch Operations", ErrUnknown)
	}
	return Delivery{Trigger: trigger, Messages: messages}, nil
}

// ErrUnknown is the error of what is no notification.
var ErrUnknown = errors.New("this is no notification of objects in a bucket")

// envelope has the keys by which notifications are told apart.
type envelope struct {
	// Records of S3, SNS or SQS.
	Records []json.RawMessage `json:"Records"`

	// What S3 sends when notifications are set up.
	Event string `json:"Event"`

	// EventBridge.
	Source     string          `json:"source"`
	DetailType string          `json:"detail-type"`
	Detail     json.RawMessage `json:"detail"`

	// SNS, as it writes into a queue.
	Type    string  `json:"Type"`
	Message *string `json:"Message"`

	// S3 Batch Operations.
	InvocationSchemaVersion string `json:"invocationSchemaVersion"`
}

// source is where the records come from; SNS alone writes the key like this.
func (e envelope) source() string {
	var record struct {
		EventSource string `json:"eventSource"` // encoding/json takes EventSource for it, too
	}
	if err := json.Unmarshal(e.Records[0], &record); err != nil {
		return "" // said of the record itself when its turn comes
	}
	return record.EventSource
}

// decodeNotification reads what can come by itself or within a message: a
// notification of S3 or EventBridge. The trigger is Unknown if it is neither.
func decodeNotification(event envelope) (Trigger, []Message) {
	switch {
	case len(event.Records) > 0 && event.source() == "aws:s3":
		return S3, decodeAll(event.Records, decodeRecord)
	case event.Event == "s3:TestEvent":
		return S3, []Message{{Note: "s3:TestEvent: the bucket's notifications have been set up"}}
	case event.Source == "aws.s3":
		return EventBridge, []Message{decodeDetail(event)}
	}
	return Unknown, nil
}

func decodeAll(records []json.RawMessage, decode func(json.RawMessage) Message) []Message {
	messages := make([]Message, len(records))
	for i, record := range records {
		messages[i] = decode(record)
	}
	return messages
}

// decodeText reads a notification that is the text of a message.
func decodeText(text string) Message {
	var event envelope
	if err := json.Unmarshal([]byte(text), &event); err != nil {
		return Message{Err: fmt.Errorf("%w: it is no JSON object: %w", ErrUnknown, err)}
	}
	if event.Type == "Notification" && event.Message != nil {
		return decodeText(*event.Message) // of SNS, which may write into a queue
	}
	trigger, messages := decodeNotification(event)
	if trigger == Unknown {
		return Message{Err: fmt.Errorf("%w: it has neither records of S3 nor the detail of EventBridge", ErrUnknown)}
	}
	return join(messages)
}

// join makes one message of those that come in one: it can only fail as a whole.
func join(messages []Message) Message {
	var whole Message
	var notes []string
	for _, message := range messages {
		whole.Objects = append(whole.Objects, message.Objects...)
		whole.Err = errors.Join(whole.Err, message.Err)
		if message.Note != "" {
			notes = append(notes, message.Note)
		}
	}
	whole.Note = strings.Join(notes, "; ")
	return whole
}
