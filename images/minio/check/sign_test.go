package check

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	algorithm       = "AWS4-HMAC-SHA256"
	unsignedPayload = "UNSIGNED-PAYLOAD"
	forgedSignature = "0000000000000000000000000000000000000000000000000000000000000000"
)

// key signs requests by AWS Signature Version 4, written from its specification.
type key struct{ id, secret string }

// signHeader signs every header of the request into Authorization. The payload is what x-amz-content-sha256 says.
func (k key) signHeader(r *http.Request) {
	now := time.Now().UTC()
	if r.Header.Get("X-Amz-Content-Sha256") == "" {
		r.Header.Set("X-Amz-Content-Sha256", hexHash(body(r)))
	}
	r.Header.Set("X-Amz-Date", now.Format("20060102T150405Z"))
	names := []string{"host"}
	for name := range r.Header {
		names = append(names, strings.ToLower(name))
	}
	slices.Sort(names)
	signature := k.signature(r, now, names, r.Header.Get("X-Amz-Content-Sha256"))
	r.Header.Set("Authorization", fmt.Sprintf("%s Credential=%s, SignedHeaders=%s, Signature=%s",
		algorithm, k.id+"/"+scope(now), strings.Join(names, ";"), signature))
}

// signQuery makes a presigned URL of the request.
func (k key) signQuery(r *http.Request, payload string) {
	now := time.Now().UTC()
	query := r.URL.Query()
	k.addQuery(query, now, "host")
	r.URL.RawQuery = query.Encode()
	query.Set("X-Amz-Signature", k.signature(r, now, []string{"host"}, payload))
	r.URL.RawQuery = query.Encode()
}

// claim makes what signQuery makes, for one who knows only the name of the key. It calls the metadata signed too, for
// MinIO looks at that before it looks at the signature.
func (k key) claim(r *http.Request) {
	names := []string{"host"}
	for name := range r.Header {
		if strings.HasPrefix(name, "X-Amz-Meta-") {
			names = append(names, strings.ToLower(name))
		}
	}
	slices.Sort(names)
	query := r.URL.Query()
	k.addQuery(query, time.Now().UTC(), strings.Join(names, ";"))
	query.Set("X-Amz-Signature", forgedSignature)
	r.URL.RawQuery = query.Encode()
}

func (k key) addQuery(query url.Values, now time.Time, signed string) {
	query.Set("X-Amz-Algorithm", algorithm)
	query.Set("X-Amz-Credential", k.id+"/"+scope(now))
	query.Set("X-Amz-Date", now.Format("20060102T150405Z"))
	query.Set("X-Amz-Expires", "300")
	query.Set("X-Amz-SignedHeaders", signed)
}

func (k key) signature(r *http.Request, now time.Time, names []string, payload string) string {
	var headers strings.Builder
	for _, name := range names {
		value := r.Header.Get(name)
		if name == "host" {
			value = r.URL.Host
		}
		fmt.Fprintf(&headers, "%s:%s\n", name, value)
	}
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, headers.String(),
		strings.Join(names, ";"), payload}, "\n")
	text := strings.Join([]string{algorithm, now.Format("20060102T150405Z"), scope(now), hexHash([]byte(canonical))}, "\n")
	secret := []byte("AWS4" + k.secret)
	for _, part := range strings.Split(scope(now), "/") {
		secret = mac(secret, part)
	}
	return hex.EncodeToString(mac(secret, text))
}

// signQueryV2 makes a presigned URL of Signature Version 2, which MinIO still accepts. Other keys may stand before it.
func (k key) signQueryV2(r *http.Request, before ...string) {
	expires := fmt.Sprint(time.Now().Add(5 * time.Minute).Unix())
	sum := hmac.New(sha1.New, []byte(k.secret))
	fmt.Fprintf(sum, "%s\n\n%s\n%s\n%s", r.Method, r.Header.Get("Content-Type"), expires, r.URL.EscapedPath())
	query := ""
	for _, id := range append(before, k.id) {
		query += "AWSAccessKeyId=" + id + "&"
	}
	r.URL.RawQuery = query + "Expires=" + expires + "&Signature=" +
		url.QueryEscape(base64.StdEncoding.EncodeToString(sum.Sum(nil)))
}

func scope(now time.Time) string { return now.Format("20060102") + "/us-east-1/s3/aws4_request" }

func mac(key []byte, text string) []byte {
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(text))
	return sum.Sum(nil)
}

func hexHash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// body returns what the request will send; the request keeps it.
func body(r *http.Request) []byte {
	source, err := r.GetBody()
	if err != nil {
		panic(err)
	}
	content, err := io.ReadAll(source)
	if err != nil {
		panic(err)
	}
	return content
}
