package objectstore_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

// answering is a store in front of which somebody gives the same answer to every
// request, as AWS documents it where versitygw does otherwise. It returns what
// the last request asked for, too.
func answering(t *testing.T, prefix string, status int, body string) (store *objectstore.S3, asked *string) {
	t.Helper()
	asked = new(string)
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		*asked = request.RequestURI
		answer.WriteHeader(status)
		_, err := answer.Write([]byte(body))
		if err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return objectstore.NewS3((&s3test.Server{Endpoint: server.URL}).Client(), "bucket", prefix), asked
}

func TestEveryKeyReachesS3AsItIs(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"a//b":       "a//b",
		"/a":         "/a",
		"a/":         "a/",
		"//":         "//",
		".":          ".",
		"../a":       "../a",
		"a/../../b":  "a/../../b",
		"a/./b":      "a/./b",
		"a b+c%20%":  "a%20b%2Bc%2520%25",
		"ä?x=1&y#z":  "%C3%A4%3Fx%3D1%26y%23z",
		"a\tb\\c\"d": "a%09b%5Cc%22d",
	} {
		for prefix, before := range map[string]string{"": "", "pre//fix": "pre//fix/"} {
			store, asked := answering(t, prefix, http.StatusNotFound, "<Error><Code>NoSuchKey</Code></Error>")
			_, _, err := store.Get(t.Context(), key)
			require.ErrorIs(t, err, objectstore.ErrNotFound)
			require.Equal(t, "/bucket/"+before+want+"?x-id=GetObject", *asked)
		}
	}
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html, with
// encoding-type=url.
func TestKeysThatXMLCannotHoldAreListed(t *testing.T) {
	t.Parallel()
	store, asked := answering(t, "logs", http.StatusOK, `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
    <Name>bucket</Name>
    <Prefix>logs/</Prefix>
    <KeyCount>2</KeyCount>
    <MaxKeys>1000</MaxKeys>
    <EncodingType>url</EncodingType>
    <IsTruncated>false</IsTruncated>
    <Contents>
        <Key>logs/a+b%2Bc%01d%25/%C3%A4</Key>
        <LastModified>2026-11-26T10:11:12.000Z</LastModified>
        <ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag>
        <Size>11</Size>
        <StorageClass>STANDARD</StorageClass>
    </Contents>
    <Contents>
        <Key>logs//logs/</Key>
        <LastModified>2026-11-26T10:11:12.000Z</LastModified>
        <ETag>&quot;9c8af9a76df052144598c115ef33e511&quot;</ETag>
        <Size>0</Size>
        <StorageClass>STANDARD</StorageClass>
    </Contents>
</ListBucketResult>`)
	require.Equal(t, []string{"a b+c\x01d%/ä", "/logs/"}, keys(t, store, ""))
	require.Equal(t, "/bucket?encoding-type=url&list-type=2&prefix=logs%2F", *asked)
}

func TestErrorsOfS3TellTheWayOut(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]struct {
		status int
		reason string
	}{
		"AccessDenied":                 {http.StatusForbidden, "access denied: allow s3:PutObject there"},
		"ExpiredToken":                 {http.StatusForbidden, "AWS does not accept the credentials: renew them"},
		"PermanentRedirect":            {http.StatusMovedPermanently, "in another region: set AWS_REGION"},
		"AuthorizationHeaderMalformed": {http.StatusBadRequest, "in another region: set AWS_REGION"},
		"NoSuchBucket":                 {http.StatusNotFound, "there is no bucket bucket: create it"},
		"EntityTooLarge":               {http.StatusBadRequest, "EntityTooLarge"},
	} {
		store, _ := answering(t, "logs", want.status, "<Error><Code>"+code+"</Code><Message>message of S3</Message></Error>")
		_, err := store.Put(t.Context(), "a", strings.NewReader("text"), objectstore.Options{})
		require.ErrorContains(t, err, "s3://bucket/logs/a: ")
		require.ErrorContains(t, err, want.reason)
		require.ErrorContains(t, err, "message of S3")
		require.NotErrorIs(t, err, objectstore.ErrNotFound)
		if want.status == http.StatusForbidden {
			require.ErrorIs(t, err, objectstore.ErrForbidden)
		}
	}
}
