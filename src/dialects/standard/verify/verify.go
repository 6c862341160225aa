package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// Requests signed longer ago are refused, so that a recorded one can't be sent again.
const tolerance = 5 * time.Minute

// Verify tells whether the request was signed with the secret, `whsec_…`, just now. The body is the raw one, before it is parsed.
func Verify(header http.Header, body []byte, secret string, now time.Time) bool {
	id, timestamp := header.Get("webhook-id"), header.Get("webhook-timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > tolerance {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	expected := mac.Sum(nil)
	// While a secret is being replaced there are two signatures: one that matches is enough.
	for _, part := range strings.Fields(header.Get("webhook-signature")) {
		version, value, _ := strings.Cut(part, ",")
		signature, err := base64.StdEncoding.DecodeString(value)
		if version == "v1" && err == nil && hmac.Equal(signature, expected) {
			return true
		}
	}
	return false
}

// Handle is an http.HandlerFunc.
func Handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || !Verify(r.Header, body, os.Getenv("WEBHOOK_SECRET"), time.Now()) {
		http.Error(w, "The signature does not match.", http.StatusUnauthorized)
		return
	}
	var payload struct {
		Type string          `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &payload); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	// An event may come again: remember webhook-id, and do the work once, after answering.
	log.Println(payload.Type, r.Header.Get("webhook-id"))
	w.WriteHeader(http.StatusNoContent)
}
