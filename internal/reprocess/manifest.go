package reprocess

import (
	"net/url"
	"strings"
)

// ManifestLine is the line of a manifest for an object: the bucket and the key,
// which is encoded as in a URL.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html
func ManifestLine(bucket, key string) string { return bucket + "," + encodeKey(key) + "\n" }

// encodeKey leaves slashes as they are, as Amazon's own examples do. A space is
// %20 and a plus sign %2B, which mean the same whether a reader takes a plus sign
// for a space or not. Commas, quotation marks and line ends are encoded, too, so
// that no field needs quoting.
func encodeKey(key string) string {
	return strings.NewReplacer("+", "%20", "%2F", "/").Replace(url.QueryEscape(key))
}
