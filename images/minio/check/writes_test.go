package check

import (
	"archive/tar"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"net/http"
	"testing"
)

const (
	trailerPayload = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
	content        = "written by a test"
)

// trailer makes an upload whose checksum follows its body, as the AWS SDKs send it.
func trailer(path string, content []byte) *http.Request {
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(content))
	frames := fmt.Sprintf("%x\r\n%s\r\n0\r\nx-amz-checksum-crc32:%s\r\n\r\n",
		len(content), content, base64.StdEncoding.EncodeToString(sum))
	r := request("PUT", path, []byte(frames))
	r.Header.Set("Content-Encoding", "aws-chunked")
	r.Header.Set("X-Amz-Content-Sha256", trailerPayload)
	r.Header.Set("X-Amz-Decoded-Content-Length", fmt.Sprint(len(content)))
	r.Header.Set("X-Amz-Trailer", "x-amz-checksum-crc32")
	return r
}

func plain(path string) *http.Request { return request("PUT", path, []byte(content)) }

// archive makes an upload that MinIO unpacks: the object "open/entry".
func archive() *http.Request {
	var packed bytes.Buffer
	writer := tar.NewWriter(&packed)
	writer.WriteHeader(&tar.Header{Name: "entry", Mode: 0o600, Size: int64(len(content))})
	writer.Write([]byte(content))
	writer.Close()
	r := trailer("/open/packed.tar", packed.Bytes())
	r.Header.Set("X-Amz-Meta-Snowball-Auto-Extract", "true")
	return r
}

func signed(by key, r *http.Request) *http.Request {
	by.signHeader(r)
	return r
}

func presigned(by key, r *http.Request, payload string) *http.Request {
	by.signQuery(r, payload)
	return r
}

// claimed names a key in the query, as CVE-2026-41145 does: anyone who knows the name can send it.
func claimed(who key, r *http.Request) *http.Request {
	who.claim(r)
	return r
}

// forged has the header of a signed request with a signature of zeros.
func forged(who key, r *http.Request) *http.Request {
	who.secret = "not the password"
	who.signHeader(r)
	return r
}

func TestWritesThatAreSigned(t *testing.T) {
	for name, r := range map[string]*http.Request{
		"header, plain":               signed(clerk, plain("/open/a")),
		"header, trailer":             signed(clerk, trailer("/open/b", []byte(content))),
		"presigned, plain":            presigned(clerk, plain("/open/c"), unsignedPayload),
		"presigned, trailer":          presigned(clerk, trailer("/open/d", []byte(content)), trailerPayload),
		"presigned by version 2":      presignedV2(plain("/open/e")),
		"header, trailer, an archive": signed(clerk, archive()),
	} {
		t.Run(name, func(t *testing.T) {
			path := r.URL.Path
			if path == "/open/packed.tar" {
				path = "/open/entry"
			}
			expect(t, r, http.StatusOK)
			if text, _ := stored(t, path); text != content {
				t.Errorf("%s holds %q", path, text)
			}
		})
	}
}

func presignedV2(r *http.Request) *http.Request {
	clerk.signQueryV2(r)
	return r
}

// CVE-2026-41145 for objects and parts, CVE-2026-40344 for archives.
func TestWritesThatAreNotSigned(t *testing.T) {
	body := []byte(content)
	for name, r := range map[string]*http.Request{
		"nobody, plain":             plain("/open/x"),
		"nobody, trailer":           trailer("/open/x", body),
		"claimed, plain":            claimed(clerk, plain("/open/x")),
		"claimed, trailer":          claimed(clerk, trailer("/open/x", body)),
		"claimed root, trailer":     claimed(root, trailer("/closed/x", body)),
		"forged, trailer":           forged(clerk, trailer("/open/x", body)),
		"presigned for another":     presigned(key{clerk.id, "wrong"}, trailer("/open/x", body), trailerPayload),
		"presigned, made a trailer": presigned(clerk, trailer("/open/x", body), unsignedPayload),
		"claimed, archive":          claimed(clerk, unpackedAs("x")),
		"forged, archive":           forged(clerk, unpackedAs("x")),
		"nobody, archive":           unpackedAs("x"),
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, r, http.StatusForbidden)
			for _, path := range []string{"/open/x", "/closed/x", "/open/x/entry"} {
				if text, there := stored(t, path); there {
					t.Errorf("%s holds %q", path, text)
				}
			}
		})
	}
}

func unpackedAs(prefix string) *http.Request {
	r := archive()
	r.Header.Set("X-Amz-Meta-Minio-Snowball-Prefix", prefix)
	return r
}

func TestPartsThatAreNotSigned(t *testing.T) {
	start := signed(clerk, request("POST", "/open/parts?uploads=", nil))
	status, text, err := send(start)
	if err != nil || status != http.StatusOK {
		t.Fatalf("POST ?uploads: %d %s %v", status, text, err)
	}
	part := "/open/parts?partNumber=1&uploadId=" + between(text, "<UploadId>", "</UploadId>")
	expect(t, claimed(clerk, trailer(part, []byte(content))), http.StatusForbidden)
	expect(t, trailer(part, []byte(content)), http.StatusForbidden)
	expect(t, signed(clerk, trailer(part, []byte(content))), http.StatusOK)
}

// Who may sign for itself must not name another key beside its own: the signature would be the one's, the permission
// the other's.
func TestTwoKeysInOneRequest(t *testing.T) {
	for name, r := range map[string]*http.Request{
		"write":         signed(clerk, claimed(root, plain("/closed/y"))),
		"write trailer": signed(clerk, claimed(root, trailer("/closed/y", []byte(content)))),
		"read":          signed(clerk, claimed(root, request("GET", "/closed/old", nil))),
		"administer":    signed(clerk, claimed(root, request("GET", "/minio/admin/v3/info", nil))),
		"version 2":     twoOfVersion2(request("GET", "/closed/old", nil)),
	} {
		t.Run(name, func(t *testing.T) {
			expect(t, r, http.StatusBadRequest)
			if text, there := stored(t, "/closed/y"); there {
				t.Errorf("/closed/y holds %q", text)
			}
		})
	}
}

func twoOfVersion2(r *http.Request) *http.Request {
	clerk.signQueryV2(r, root.id)
	return r
}

func expect(t *testing.T, r *http.Request, want int) {
	t.Helper()
	if status, text, err := send(r); err != nil || status != want {
		t.Errorf("%s %s: %d, not %d: %.300s %v", r.Method, r.URL.Path, status, want, text, err)
	}
}
