package notification_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/notification"
)

// The files of testdata are the examples of AWS's documentation, with keys and
// combinations of our own.
func decode(t *testing.T, file string) notification.Delivery {
	t.Helper()
	payload, err := os.ReadFile(filepath.Join("testdata", file))
	require.NoError(t, err)
	delivery, err := notification.Decode(payload)
	require.NoError(t, err)
	return delivery
}

const (
	bucket  = "amzn-s3-demo-bucket"
	version = "096fKKXTRTtl3on89fVO.nfljtsv6qko"
)

func objects(version string, keys ...string) []notification.Object {
	var objects []notification.Object
	for _, key := range keys {
		objects = append(objects, notification.Object{Bucket: bucket, Key: key, VersionID: version})
	}
	return objects
}

func TestEveryTriggerIsDecoded(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]struct {
		trigger notification.Trigger
		objects [][]notification.Object // by message
		notes   []string
	}{
		"s3.json": {notification.S3, [][]notification.Object{
			objects(version, "zoom/2026/11/26/a.json.gz"),
			objects(version, "zoom/a b.json"),
			objects(version, "zoom/a+b.json"),
			objects(version, "zoom/a%20b.json"),
			objects(version, "zoom/café/日本.json"),
			objects(version, "zoom//a.json"),
			objects(version, "zoom/a&b=c;d@e.json"),
		}, []string{"", "", "", "", "", "", ""}},
		"s3_unversioned.json": {notification.S3, [][]notification.Object{objects("", "zoom/a.json")}, []string{""}},
		"s3_removed.json": {
			notification.S3,
			[][]notification.Object{nil, objects(version, "zoom/b.json")},
			[]string{"ObjectRemoved:DeleteMarkerCreated: no object has appeared", ""},
		},
		"test_event.json": {notification.S3, [][]notification.Object{nil}, []string{"s3:TestEvent: the bucket's notifications have been set up"}},
		"sns.json": {
			notification.SNS,
			[][]notification.Object{objects(version, "zoom/a b.json", "zoom/c.json"), nil},
			[]string{"", "s3:TestEvent: the bucket's notifications have been set up"},
		},
		"eventbridge.json": {
			notification.EventBridge,
			[][]notification.Object{objects("IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", "zoom/a+b %2B é//c.json")},
			[]string{""},
		},
		"eventbridge_deleted.json": {notification.EventBridge, [][]notification.Object{nil}, []string{"Object Deleted: no object has appeared"}},
		"batch_2.0.json": {
			notification.Batch,
			[][]notification.Object{objects("jbo9_jhdPEyB4RrmOxWS0kU0EoNrU_oI", "zoom/a.json")},
			[]string{""},
		},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			delivery := decode(t, file)
			require.Equal(t, want.trigger, delivery.Trigger)
			require.Len(t, delivery.Messages, len(want.objects))
			for i, message := range delivery.Messages {
				require.NoError(t, message.Err)
				require.Equal(t, want.objects[i], message.Objects)
				require.Equal(t, want.notes[i], message.Note)
			}
		})
	}
}

func TestOneBadMessageHidesNoGoodOne(t *testing.T) {
	t.Parallel()
	direct := decode(t, "s3_one_bad.json")
	require.Equal(t, objects(version, "zoom/a.json"), direct.Messages[0].Objects)
	require.ErrorContains(t, direct.Messages[1].Err, `the key "zoom/%zz.json" is not encoded as S3 encodes keys`)
	require.Equal(t, objects(version, "zoom/c.json"), direct.Messages[2].Objects)

	queue := decode(t, "sqs.json")
	require.Equal(t, notification.SQS, queue.Trigger)
	require.Len(t, queue.Messages, 7)
	require.Equal(t, "059f36b4-87a3-44ab-83d2-661970000001", queue.Messages[0].ID)
	require.Equal(t, objects(version, "zoom/a+b c.json", "zoom/d.json"), queue.Messages[0].Objects)
	require.Equal(t, objects(version, "zoom/through sns.json"), queue.Messages[1].Objects)
	require.Equal(t, objects("IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", "zoom/a+b %2B é//c.json"), queue.Messages[2].Objects)
	require.Contains(t, queue.Messages[3].Note, "s3:TestEvent")
	for _, i := range []int{4, 6} {
		require.ErrorIs(t, queue.Messages[i].Err, notification.ErrUnknown)
		require.Empty(t, queue.Messages[i].Objects)
		require.NotEmpty(t, queue.Messages[i].ID)
	}
	require.Equal(t, objects(version, "zoom/good.json"), queue.Messages[5].Objects)
	require.Error(t, queue.Messages[5].Err)
}

func TestWhatIsNoNotificationIsRefused(t *testing.T) {
	t.Parallel()
	for _, payload := range []string{
		"", "null", "[]", `"text"`, "{}", `{"Records":[]}`, `{"Records":[{}]}`, `{"Records":[1]}`, `{"Records":[{"eventSource":"aws:dynamodb"}]}`,
		`{"source":"aws.ec2","detail-type":"EC2 Instance State-change Notification","detail":{}}`, `{"action":"collect"}`,
		`{"invocationSchemaVersion":"1.0","tasks":"none"}`,
	} {
		_, err := notification.Decode([]byte(payload))
		require.ErrorIs(t, err, notification.ErrUnknown, payload)
	}
	for _, payload := range []string{
		`{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put"}]}`,
		`{"Records":[{"eventSource":"aws:s3","eventName":7}]}`,
		`{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"b"}}}`,
		`{"source":"aws.s3","detail-type":"Object Created"}`,
		`{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"hello"}}]}`,
		`{"invocationSchemaVersion":"3.0","tasks":[{"taskId":"t","s3Key":"k"}]}`,
	} {
		delivery, err := notification.Decode([]byte(payload))
		require.NoError(t, err)
		require.ErrorIs(t, delivery.Messages[0].Err, notification.ErrUnknown, payload)
		require.Empty(t, delivery.Messages[0].Objects)
	}
}

var (
	errBusy  = errors.New("the bucket is busy")
	errLarge = errors.New("the object is too large")
)

// answer answers with those outcomes for the first messages, and success for
// the rest.
func answer(delivery notification.Delivery, outcomes ...notification.Outcome) (string, error) {
	all := make([]notification.Outcome, len(delivery.Messages))
	copy(all, outcomes)
	text, err := delivery.Answer(all)
	return string(text), err
}

func TestAQueueIsToldWhichMessagesAreToComeBack(t *testing.T) {
	t.Parallel()
	delivery := decode(t, "sqs.json")
	text, err := answer(delivery, notification.Outcome{Retry: errBusy}, notification.Outcome{Refused: errLarge})
	require.NoError(t, err)
	require.JSONEq(t, `{"batchItemFailures":[
		{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661970000001"},
		{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661970000005"},
		{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661970000006"},
		{"itemIdentifier":"059f36b4-87a3-44ab-83d2-661970000007"}]}`, text)

	delivery.Messages = delivery.Messages[:4]
	text, err = answer(delivery)
	require.NoError(t, err)
	require.JSONEq(t, `{"batchItemFailures":[]}`, text, "null would bring all of them back")

	delivery.Messages[2].ID = ""
	_, err = answer(delivery, notification.Outcome{}, notification.Outcome{}, notification.Outcome{Retry: errBusy})
	require.ErrorIs(t, err, errBusy)
}

func TestABatchIsToldWhatBecameOfEachTask(t *testing.T) {
	t.Parallel()
	delivery := decode(t, "batch_1.0.json")
	require.Equal(t, objects("", "zoom/a b+é//c.json"), delivery.Messages[0].Objects)
	for outcome, want := range map[notification.Outcome]string{
		{Note: "12 events"}:                `"Succeeded","resultString":"12 events"`,
		{Retry: errBusy}:                   `"TemporaryFailure","resultString":"the bucket is busy"`,
		{Refused: errLarge}:                `"PermanentFailure","resultString":"the object is too large"`,
		{Note: strings.Repeat("é", 2_000)}: `"Succeeded","resultString":"` + strings.Repeat("é", 512) + `"`,
	} {
		text, err := answer(delivery, outcome)
		require.NoError(t, err)
		require.JSONEq(t, `{"invocationSchemaVersion":"1.0","treatMissingKeysAs":"TemporaryFailure",
			"invocationId":"YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo","results":[
			{"taskId":"dGFza2lkZ29lc2hlcmUK","resultCode":`+want+`},
			{"taskId":"dGFzazI","resultCode":"PermanentFailure",
			 "resultString":"the key \"zoom/%zz\" is not encoded as S3 encodes keys: invalid URL escape \"%zz\""}]}`, text)
	}
	text, err := answer(decode(t, "batch_2.0.json"))
	require.NoError(t, err)
	require.Contains(t, text, `"invocationSchemaVersion":"2.0"`)
}

func TestOthersFailAsAWhole(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"s3.json", "sns.json", "eventbridge.json", "test_event.json"} {
		text, err := answer(decode(t, file), notification.Outcome{Refused: errLarge})
		require.NoError(t, err)
		require.Equal(t, "null", text)
		_, err = answer(decode(t, file), notification.Outcome{Retry: errBusy})
		require.ErrorIs(t, err, errBusy)
	}
	_, err := answer(decode(t, "s3_one_bad.json"))
	require.ErrorContains(t, err, "zoom/%zz.json")
}

// Whatever arrives, it is an error or a delivery, and every message of it can be
// answered.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	require.NoError(f, err)
	for _, file := range files {
		payload, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(payload)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		delivery, err := notification.Decode(payload)
		if err != nil {
			require.ErrorIs(t, err, notification.ErrUnknown)
			return
		}
		require.NotEqual(t, notification.Unknown, delivery.Trigger)
		for _, message := range delivery.Messages {
			require.True(t, len(message.Objects) > 0 || message.Note != "" || message.Err != nil, "nothing is passed over in silence")
			for _, object := range message.Objects {
				require.NotEmpty(t, object.Bucket)
				require.NotEmpty(t, object.Key)
			}
		}
		text, err := delivery.Answer(make([]notification.Outcome, len(delivery.Messages)))
		require.True(t, err != nil || json.Valid(text))
	})
}
