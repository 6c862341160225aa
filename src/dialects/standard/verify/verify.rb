require 'base64'
require 'json'
require 'openssl'

# Requests signed longer ago are refused, so that a recorded one can't be sent again. In seconds.
TOLERANCE = 5 * 60

# True if the request was signed with the secret, `whsec_…`, just now. `body` is the raw body, before it is parsed.
def verify(headers, body, secret, now = Time.now.to_i)
  id, timestamp = headers.values_at('webhook-id', 'webhook-timestamp').map(&:to_s)
  return false unless timestamp.match?(/\A\d+\z/) && (now - timestamp.to_i).abs <= TOLERANCE

  key = Base64.decode64(secret.delete_prefix('whsec_'))
  digest = OpenSSL::HMAC.digest('SHA256', key, "#{id}.#{timestamp}.".b + body.b)
  expected = "v1,#{Base64.strict_encode64(digest)}"
  # While a secret is being replaced there are two signatures: one that matches is enough.
  headers['webhook-signature'].to_s.split.any? do |signature|
    signature.bytesize == expected.bytesize && OpenSSL.fixed_length_secure_compare(signature, expected)
  end
end

# Returns the status to answer. `headers` is a hash with the names in lower case.
def handle(headers, body)
  return 401 unless verify(headers, body, ENV.fetch('WEBHOOK_SECRET'))

  payload = JSON.parse(body)
  # An event may come again: remember webhook-id, and do the work once, after answering.
  puts [payload['type'], headers['webhook-id']].join(' ')
  204
end
