package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
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

// Verify tells whether the request was signed with the secret, just now. The body is the raw one, before it is parsed.
func Verify(header http.Header, body []byte, secret string, now time.Time) bool {
	var timestamp string
	var signatures [][]byte
	for _, part := range strings.Split(header.Get("X-Campsite-Signature"), ",") {
		name, value, _ := strings.Cut(part, "=")
		if name == "t" {
			timestamp = value
		} else if signature, err := hex.DecodeString(value); name == "v1" && err == nil {
			signatures = append(signatures, signature)
		}
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > tolerance {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	expected := mac.Sum(nil)
	// While a secret is being replaced there are two signatures: one that matches is enough.
	for _, signature := range signatures {
		if hmac.Equal(signature, expected) {
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
		ID   string          `json:"id"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &payload); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	// A delivery may come again: remember ID, and do the work once, after answering.
	log.Println(payload.Type, payload.ID)
	w.WriteHeader(http.StatusNoContent)
}
