package notification

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// The shapes have the keys that matter and no others: one that AWS adds, or
// writes in another way, such as a time, then does no harm.

// record is a notification of S3.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
type record struct {
	EventName string `json:"eventName"`
	S3        struct {
		Bucket struct {
			Name string `json:"name"`
		} `json:"bucket"`
		Object struct {
			Key       string `json:"key"` // as in a form of HTML
			VersionID string `json:"versionId"`
		} `json:"object"`
	} `json:"s3"`
}

func decodeRecord(raw json.RawMessage) Message {
	var record record
	if err := json.Unmarshal(raw, &record); err != nil {
		return Message{Err: fmt.Errorf("%w: a record of it: %w", ErrUnknown, err)}
	}
	// Servers other than AWS write "s3:" in front.
	if name := strings.TrimPrefix(record.EventName, "s3:"); !strings.HasPrefix(name, "ObjectCreated:") {
		return Message{Note: fmt.Sprintf("%s: no object has appeared", record.EventName)}
	}
	return decodeObject(record.S3.Bucket.Name, record.S3.Object.Key, record.S3.Object.VersionID)
}

// decodeObject decodes the key: a space is a plus sign, what is special has a
// percent sign, and the rest, slashes included, is as it is.
func decodeObject(bucket, key, versionID string) Message {
	decoded, err := url.QueryUnescape(key)
	if err != nil {
		return Message{Err: fmt.Errorf("the key %q is not encoded as S3 encodes keys: %w", key, err)}
	}
	return newMessage(bucket, decoded, versionID)
}

func newMessage(bucket, key, versionID string) Message {
	if bucket == "" || key == "" {
		return Message{Err: fmt.Errorf("%w: it names no bucket or no key (bucket %q, key %q)", ErrUnknown, bucket, key)}
	}
	return Message{Objects: []Object{{Bucket: bucket, Key: key, VersionID: versionID}}}
}

// decodeDetail reads an event of EventBridge, whose keys are not encoded.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
func decodeDetail(event envelope) Message {
	if event.DetailType != "Object Created" {
		return Message{Note: event.DetailType + ": no object has appeared"}
	}
	var detail struct {
		Bucket struct {
			Name string `json:"name"`
		} `json:"bucket"`
		Object struct {
			Key       string `json:"key"`
			VersionID string `json:"version-id"`
		} `json:"object"`
	}
	if err := json.Unmarshal(event.Detail, &detail); err != nil {
		return Message{Err: fmt.Errorf("%w: its detail: %w", ErrUnknown, err)}
	}
	return newMessage(detail.Bucket.Name, detail.Object.Key, detail.Object.VersionID)
}

// decodePublished reads a record of SNS.
// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
func decodePublished(raw json.RawMessage) Message {
	var record struct {
		SNS struct {
			Message string `json:"Message"`
		} `json:"Sns"`
	}
	if err := json.Unmarshal(raw, &record); err != nil {
		return Message{Err: fmt.Errorf("%w: a record of SNS: %w", ErrUnknown, err)}
	}
	return decodeText(record.SNS.Message)
}

// decodeQueued reads a message of a queue, into which S3, SNS or EventBridge has
// written.
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
func decodeQueued(raw json.RawMessage) Message {
	var queued struct {
		MessageID string `json:"messageId"`
		Body      string `json:"body"`
	}
	if err := json.Unmarshal(raw, &queued); err != nil {
		return Message{Err: fmt.Errorf("%w: a message of SQS: %w", ErrUnknown, err)}
	}
	message := decodeText(queued.Body)
	message.ID = queued.MessageID
	return message
}

// batchEvent is a call of S3 Batch Operations: schema 1.0 has the bucket's ARN,
// 2.0 its name.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html
type batchEvent struct {
	InvocationSchemaVersion string `json:"invocationSchemaVersion"`
	InvocationID            string `json:"invocationId"`
	Tasks                   []struct {
		TaskID      string `json:"taskId"`
		S3Key       string `json:"s3Key"` // encoded as in a notification
		S3VersionID string `json:"s3VersionId"`
		S3BucketARN string `json:"s3BucketArn"`
		S3Bucket    string `json:"s3Bucket"`
	} `json:"tasks"`
}

func decodeBatch(payload []byte) (Delivery, error) {
	var event batchEvent
	if err := json.Unmarshal(payload, &event); err != nil {
		return Delivery{}, fmt.Errorf("%w: the tasks of S3 Batch Operations: %w", ErrUnknown, err)
	}
	delivery := Delivery{Trigger: Batch, batch: event}
	for _, task := range event.Tasks {
		bucket := task.S3Bucket
		if bucket == "" {
			bucket = task.S3BucketARN[strings.LastIndex(task.S3BucketARN, ":")+1:]
		}
		message := decodeObject(bucket, task.S3Key, task.S3VersionID)
		message.ID = task.TaskID
		delivery.Messages = append(delivery.Messages, message)
	}
	return delivery, nil
}
