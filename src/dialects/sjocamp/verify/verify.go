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
)

// Verify tells whether the request was signed with the secret. The body is the raw one, before it is parsed.
func Verify(header http.Header, body []byte, secret string) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	received, err := hex.DecodeString(header.Get("X-Sjocamp-Signature"))
	return err == nil && hmac.Equal(received, mac.Sum(nil))
}

// Handle is an http.HandlerFunc.
func Handle(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || !Verify(r.Header, body, os.Getenv("WEBHOOK_SECRET")) {
		http.Error(w, "The signature does not match.", http.StatusUnauthorized)
		return
	}
	var payload struct {
		Event      string          `json:"event"`
		DeliveryID string          `json:"delivery_id"`
		Data       json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(body, &payload); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	// A delivery may come again: remember DeliveryID, and do the work once, after answering.
	log.Println(payload.Event, payload.DeliveryID)
	w.WriteHeader(http.StatusNoContent)
}
