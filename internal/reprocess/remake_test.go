package reprocess_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/notification"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
	"github.com/udmap/udmap/internal/reprocess"
	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
)

const record = `{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","action":"Add","category_type":"Group","operation_detail":"Add Group Engineers"}`

// newNormalizer is that of a function in which each table has a version.
func newNormalizer(t *testing.T, version int) *normalizer.Normalizer {
	t.Helper()
	tables, findings := parser.LoadFS(mappings.Files())
	require.Empty(t, findings)
	for _, table := range tables {
		table.Version = version
	}
	catalog, findings := parser.CompileAll(tables, parser.Options{})
	require.NotNil(t, catalog, findings)
	return normalizer.New(catalog, "v1.2.3", normalizer.Settings{
		RawPrefixes: []string{"zoom/"}, UDMPrefix: "udm/", RejectedPrefix: "rejected/", SameBucket: true,
	})
}

// task is how S3 Batch Operations calls the function for a line of a manifest.
// It hands on the key as the manifest has it.
func task(t *testing.T, line string) []byte {
	t.Helper()
	bucket, key, found := strings.Cut(line, ",")
	require.True(t, found)
	payload, err := json.Marshal(map[string]any{
		"invocationSchemaVersion": "2.0", "invocationId": "i", "job": map[string]any{"id": "j"},
		"tasks": []any{map[string]any{"taskId": "t", "s3Bucket": bucket, "s3Key": key, "s3VersionId": nil}},
	})
	require.NoError(t, err)
	return payload
}

func strangeKeys() []string {
	return []string{
		"zoom/a.json", "zoom/a b.json", "zoom/a+b.json", "zoom/a%20b.json", "zoom/100%.json", "zoom/a,b.json", `zoom/"a".json`, "zoom/ä/日本.json",
		"zoom//a.json", "zoom/a\nb.json", "zoom/a\\b.json", "zoom/😀?x=1&y=2#z.json", "zoom/it's (1)~*!.json", "zoom/ a.json ",
	}
}

func TestTheFunctionDecodesTheKeysOfAManifest(t *testing.T) {
	t.Parallel()
	for _, key := range strangeKeys() {
		line := reprocess.ManifestLine("example-logs", key)
		require.Regexp(t, `^example-logs,[A-Za-z0-9/%._~-]+\n$`, line)
		delivery, err := notification.Decode(task(t, strings.TrimSuffix(line, "\n")))
		require.NoError(t, err)
		require.Equal(t, []notification.Object{{Bucket: "example-logs", Key: key}}, delivery.Messages[0].Objects)
	}
	require.Equal(t, "b,object%20key%20with%20spaces/a%2Bb%25\n", reprocess.ManifestLine("b", "object key with spaces/a+b%"))
}

// What version 1 made is found, handed to the function that has version 2, and
// found no more: in a real bucket, with what keys can hold.
func TestWhatAnOldTableMadeIsMadeAnew(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	store := objectstore.NewS3(server.Client(), bucket, "")
	normalize := func(n *normalizer.Normalizer, key string) normalizer.Outcome {
		outcome, err := n.Normalize(t.Context(), normalizer.Object{Name: key, Key: key, Source: store, Target: store})
		require.NoError(t, err)
		return outcome
	}
	put := func(key, content string) {
		_, err := store.Put(t.Context(), key, strings.NewReader(content), objectstore.Options{})
		require.NoError(t, err)
	}
	old := newNormalizer(t, 1)
	var keys []string
	for i, key := range strangeKeys() {
		if strings.Contains(key, "//") {
			continue // the server, which keeps objects in folders, cannot hold it
		}
		keys = append(keys, key)
		put(key, record+strings.Repeat("\n", i+1))
		require.Equal(t, normalizer.Normalized, normalize(old, key).Status)
	}
	put("zoom/rejected.json", strings.Replace(record, "2026-03-12T06:14:27Z", "yesterday", 1))
	normalize(old, "zoom/rejected.json")
	put("zoom/changed.json", record)
	normalize(old, "zoom/changed.json")
	put("zoom/changed.json", record+"\n"+record)
	put("zoom/new.json", record)

	look := func() (manifest string, plan *reprocess.Plan) {
		var lines bytes.Buffer
		plan = reprocess.NewPlan(reprocess.Older, reprocess.Changed)
		survey := reprocess.Survey{
			Raw: store, Events: store, Rejected: store, Prefix: "zoom/", UDMPrefix: "udm/", RejectedPrefix: "rejected/",
			Limits: reprocess.Limits{Tables: map[string]int{"zoom_operation_logs": 2}},
		}
		for object, err := range survey.Objects(t.Context()) {
			require.NoError(t, err)
			if plan.Add(object) {
				lines.WriteString(reprocess.ManifestLine(bucket, object.Key))
			}
		}
		return lines.String(), plan
	}
	manifest, plan := look()
	require.Equal(t, int64(len(keys)), plan.Class(reprocess.Older).Objects)
	for _, class := range []reprocess.Class{reprocess.Changed, reprocess.Missing, reprocess.Unmapped} {
		require.Equal(t, int64(1), plan.Class(class).Objects, class)
	}
	require.Equal(t, int64(len(keys)+1), plan.Chosen.Objects)

	corrected := newNormalizer(t, 2)
	var handed []string
	for line := range strings.Lines(manifest) {
		delivery, err := notification.Decode(task(t, strings.TrimSuffix(line, "\n")))
		require.NoError(t, err)
		object := delivery.Messages[0].Objects[0]
		require.Equal(t, bucket, object.Bucket)
		handed = append(handed, object.Key)
		outcome := normalize(corrected, object.Key)
		require.Equal(t, normalizer.Normalized, outcome.Status)
		events, err := store.Head(t.Context(), outcome.Events)
		require.NoError(t, err)
		require.Equal(t, "2", events.Metadata["table-version"])
	}
	require.ElementsMatch(t, append(keys, "zoom/changed.json"), handed)

	manifest, plan = look()
	require.Empty(t, manifest)
	require.Equal(t, int64(len(keys)+1), plan.Class(reprocess.Current).Objects)
	require.Equal(t, []reprocess.Made{{Table: "zoom_operation_logs", Version: 2, Total: plan.Class(reprocess.Current)}}, plan.Made())
}
