package objectstore_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

// through returns the store in a bucket as it is seen through a proxy, and as it
// is. Requests are repeated without a pause.
func through(t *testing.T, server *s3test.Server, proxy *s3test.Proxy, bucket string) (proxied, direct *objectstore.S3) {
	t.Helper()
	client := server.Client(func(options *s3.Options) {
		options.BaseEndpoint = &proxy.Endpoint
		options.Retryer = retry.AddWithMaxBackoffDelay(retry.NewStandard(), time.Millisecond)
	})
	return objectstore.NewS3(client, bucket, ""), objectstore.NewS3(server.Client(), bucket, "")
}

// failFirst gives the fault to the first requests of a method and of a query,
// such as uploadId, if one is named.
func failFirst(count int, fault s3test.Fault, method, query string) func(s3test.Request) s3test.Fault {
	failed := make(chan struct{}, count)
	return func(request s3test.Request) s3test.Fault {
		if request.Method != method || query != "" && !request.Query.Has(query) {
			return s3test.None
		}
		select {
		case failed <- struct{}{}:
			return fault
		default:
			return s3test.None
		}
	}
}

// failEachOnce gives the fault to every request when it comes for the first time.
func failEachOnce(fault s3test.Fault) func(s3test.Request) s3test.Fault {
	var seen sync.Map
	return func(request s3test.Request) s3test.Fault {
		if _, again := seen.LoadOrStore(request.Method+request.Path+"?"+request.Query.Encode(), true); again {
			return s3test.None
		}
		return fault
	}
}

// sizes are those of an object that is one request and of one that is several.
var sizes = map[string]int{"small": 100, "large": 11 << 20}

func text(size int) string { return strings.Repeat("x", size) }

// The server did what it was asked and its answer was lost; to the repeated
// request it answers that there is an object, which is our own.
func TestAConditionalPutKnowsItsOwnObject(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	for name, size := range sizes {
		method, query := http.MethodPut, ""
		if name == "large" {
			method, query = http.MethodPost, "uploadId" // CompleteMultipartUpload
		}
		t.Run(name+", if absent", func(t *testing.T) {
			proxy := server.Fail(t, failFirst(1, s3test.ResetAfter, method, query))
			store, direct := through(t, server, proxy, server.NewBucket(t))
			info, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader(text(size)), objectstore.Options{Metadata: map[string]string{"by": "us"}})
			require.NoError(t, err)

			found, got := get(t, direct, "a")
			require.Equal(t, text(size), found)
			require.Equal(t, got.Tag, info.Tag)
			require.Equal(t, int64(size), info.Size)
			require.Equal(t, map[string]string{"by": "us"}, got.Metadata)
		})
		t.Run(name+", if match", func(t *testing.T) {
			proxy := server.Fail(t, failFirst(1, s3test.ResetAfter, method, query))
			store, direct := through(t, server, proxy, server.NewBucket(t))
			before := put(t, direct, "a", "before")
			info, err := store.PutIfMatch(t.Context(), "a", strings.NewReader(text(size)), before.Tag, objectstore.Options{})
			require.NoError(t, err)

			found, got := get(t, direct, "a")
			require.Equal(t, text(size), found)
			require.Equal(t, got.Tag, info.Tag)
		})
	}
}

// Of an upload that it has completed, S3 can say that there is none.
func TestAConditionalPutKnowsItsOwnObjectByAnUploadThatIsGone(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	lose := failFirst(1, s3test.ResetAfter, http.MethodPost, "uploadId")
	proxy := server.Fail(t, func(request s3test.Request) s3test.Fault {
		fault := lose(request)
		if fault == s3test.None && request.Method == http.MethodPost && request.Query.Has("uploadId") {
			return s3test.NoSuchUpload
		}
		return fault
	})
	store, direct := through(t, server, proxy, server.NewBucket(t))
	info, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader(text(sizes["large"])), objectstore.Options{})
	require.NoError(t, err)
	_, got := get(t, direct, "a")
	require.Equal(t, got.Tag, info.Tag)
}

// Amid another conditional write S3 knows no answer: it is asked again, unless
// the parts that it has are of no more use.
func TestAConflictIsSettledByAskingAgain(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	store, _ := through(t, server, server.Fail(t, failFirst(2, s3test.Conflict, http.MethodPut, "")), bucket)
	_, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader("text"), objectstore.Options{})
	require.NoError(t, err)
	requireText(t, store, "a", "text")

	store, direct := through(t, server, server.Fail(t, failFirst(100, s3test.Conflict, http.MethodPost, "uploadId")), bucket)
	_, err = store.PutIfAbsent(t.Context(), "b", strings.NewReader(text(sizes["large"])), objectstore.Options{})
	require.ErrorContains(t, err, "another one is writing it: try again")
	requireAbsent(t, direct, "b")
	requireNoParts(t, server, bucket)
}

// The request never arrived, and before it is repeated another one wrote the
// very same content: that is the object of somebody else all the same.
func TestAConditionalPutTakesNoOthersObjectForItsOwn(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	for name, size := range sizes {
		t.Run(name, func(t *testing.T) {
			bucket := server.NewBucket(t)
			other := objectstore.NewS3(server.Client(), bucket, "")
			lose := failFirst(1, s3test.ResetBefore, http.MethodPut, "")
			if name == "large" {
				lose = failFirst(1, s3test.ResetBefore, http.MethodPost, "uploadId")
			}
			proxy := server.Fail(t, func(request s3test.Request) s3test.Fault {
				fault := lose(request)
				if fault == s3test.ResetBefore {
					_, err := other.PutIfAbsent(t.Context(), "a", strings.NewReader(text(size)), objectstore.Options{})
					if err != nil {
						t.Error(err)
					}
				}
				return fault
			})
			store, _ := through(t, server, proxy, bucket)
			_, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader(text(size)), objectstore.Options{})
			require.ErrorIs(t, err, objectstore.ErrExists)
		})
	}
}

func TestWhatS3RefusesForAMomentIsRepeated(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	for _, fault := range []s3test.Fault{s3test.SlowDown, s3test.ResetBefore} {
		for name, size := range sizes {
			t.Run(name, func(t *testing.T) {
				bucket := server.NewBucket(t)
				proxy := server.Fail(t, failEachOnce(fault))
				store, _ := through(t, server, proxy, bucket)
				_, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader(text(size)), objectstore.Options{})
				require.NoError(t, err)
				requireText(t, store, "a", text(size))
				require.Equal(t, []string{"a"}, keys(t, store, ""))
			})
		}
	}
}

// S3 gives up in the end: nothing is there, nothing of the parts either.
func TestWhatS3KeepsRefusingFails(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	for name, size := range sizes {
		t.Run(name, func(t *testing.T) {
			bucket := server.NewBucket(t)
			proxy := server.Fail(t, func(request s3test.Request) s3test.Fault {
				if request.Method == http.MethodPut {
					return s3test.SlowDown
				}
				return s3test.None
			})
			store, direct := through(t, server, proxy, bucket)
			_, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader(text(size)), objectstore.Options{})
			require.ErrorContains(t, err, "s3://"+bucket+"/a")
			require.ErrorContains(t, err, "SlowDown")
			requireAbsent(t, direct, "a")
			requireNoParts(t, server, bucket)
		})
	}
}

// requireNoParts wants no upload that was begun to be left, which would cost
// its owner money for ever.
func requireNoParts(t *testing.T, server *s3test.Server, bucket string) {
	t.Helper()
	uploads, err := server.Client().ListMultipartUploads(t.Context(), &s3.ListMultipartUploadsInput{Bucket: &bucket})
	require.NoError(t, err)
	require.Empty(t, uploads.Uploads)
}

func TestAnUploadThatIsCancelledOrRefusedLeavesNoParts(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	store := objectstore.NewS3(server.Client(), bucket, "")
	contract := contract{newStore: func(*testing.T) objectstore.Store { return store }}
	t.Run("cancelled", contract.cancellingLeavesWhatWasThere)
	requireNoParts(t, server, bucket)

	_, err := store.PutIfAbsent(t.Context(), "a", strings.NewReader(text(11<<20)), objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrExists)
	requireNoParts(t, server, bucket)
}

func TestAReaderGoesOnWhereTheConnectionBreaks(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	content := bytes.Repeat([]byte("0123456789abcde\n"), 3<<16) // 3 MiB
	_, err := objectstore.NewS3(server.Client(), bucket, "").Put(t.Context(), "a", bytes.NewReader(content), objectstore.Options{})
	require.NoError(t, err)

	proxy := server.Fail(t, failFirst(3, s3test.ResetMidBody, http.MethodGet, ""))
	store, _ := through(t, server, proxy, bucket)
	requireText(t, store, "a", string(content))
	require.Len(t, proxy.Requests(), 4)
}

func TestAReaderDoesNotGoOnInAnotherContent(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	direct := objectstore.NewS3(server.Client(), bucket, "")
	put(t, direct, "a", strings.Repeat("before", 1<<18))

	broken := failFirst(1, s3test.ResetMidBody, http.MethodGet, "")
	proxy := server.Fail(t, func(request s3test.Request) s3test.Fault {
		fault := broken(request)
		if fault == s3test.None {
			put(t, direct, "a", strings.Repeat("after!", 1<<18))
		}
		return fault
	})
	store, _ := through(t, server, proxy, bucket)
	body, _, err := store.Get(t.Context(), "a")
	require.NoError(t, err)
	defer body.Close()
	read, err := io.ReadAll(body)
	require.ErrorIs(t, err, objectstore.ErrChanged)
	require.NotContains(t, string(read), "after")
}

func TestAReaderGivesUpWhereNothingComes(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	put(t, objectstore.NewS3(server.Client(), bucket, ""), "a", "x")
	proxy := server.Fail(t, failFirst(100, s3test.ResetMidBody, http.MethodGet, "")) // half of one byte is none
	store, _ := through(t, server, proxy, bucket)
	body, _, err := store.Get(t.Context(), "a")
	require.NoError(t, err)
	defer body.Close()
	_, err = io.ReadAll(body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Len(t, proxy.Requests(), 4, "one, and three more")
}

func TestAReaderNoticesWhatIsGarbled(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	put(t, objectstore.NewS3(server.Client(), bucket, ""), "a", "content")
	store, _ := through(t, server, server.Fail(t, failFirst(1, s3test.Garble, http.MethodGet, "")), bucket)
	body, _, err := store.Get(t.Context(), "a")
	require.NoError(t, err)
	defer body.Close()
	_, err = io.ReadAll(body)
	require.ErrorContains(t, err, "checksum")
}

// Where keys may not be listed, S3 does not tell a missing object from a
// forbidden one, and only a write that asks for absence does.
func TestAMissingObjectThatS3Hides(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	proxy := server.HideMissing(t)
	store, direct := through(t, server, proxy, server.NewBucket(t))

	_, _, err := store.Get(t.Context(), "state")
	require.ErrorIs(t, err, objectstore.ErrForbidden)
	require.NotErrorIs(t, err, objectstore.ErrNotFound)
	require.ErrorContains(t, err, "allow s3:GetObject")
	_, err = store.PutIfAbsent(t.Context(), "state", strings.NewReader("1"), objectstore.Options{})
	require.NoError(t, err)
	requireText(t, store, "state", "1")

	tag := put(t, direct, "state", "2").Tag
	_, err = store.PutIfAbsent(t.Context(), "state", strings.NewReader("3"), objectstore.Options{})
	require.ErrorIs(t, err, objectstore.ErrExists)
	_, err = store.PutIfMatch(t.Context(), "state", strings.NewReader("3"), tag, objectstore.Options{})
	require.NoError(t, err)
}

func TestErrorsTellTheWayOut(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)

	store := objectstore.NewS3(server.Client(), "no-such-bucket", "logs")
	_, _, err := store.Get(t.Context(), "a")
	require.ErrorContains(t, err, "s3://no-such-bucket/logs/a: there is no bucket no-such-bucket")
	require.NotErrorIs(t, err, objectstore.ErrNotFound, "a missing bucket is no first run")
	_, err = store.Put(t.Context(), "a", strings.NewReader("text"), objectstore.Options{})
	require.ErrorContains(t, err, "there is no bucket")
	for _, err = range store.List(t.Context(), "") {
		require.ErrorContains(t, err, "there is no bucket")
	}
	require.Error(t, err)

	bucket := server.NewBucket(t)
	stranger := server.Client(func(options *s3.Options) {
		options.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: s3test.AccessKey, SecretAccessKey: "wrong"}, nil
		})
	})
	_, _, err = objectstore.NewS3(stranger, bucket, "").Get(t.Context(), "a")
	require.ErrorIs(t, err, objectstore.ErrForbidden)
	require.ErrorContains(t, err, "AWS does not accept the credentials")
	require.NotContains(t, err.Error(), s3test.SecretKey)
}
