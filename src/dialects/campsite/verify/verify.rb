require 'json'
require 'openssl'

# Requests signed longer ago are refused, so that a recorded one can't be sent again. In seconds.
TOLERANCE = 5 * 60

# True if the request was signed with the secret, just now. `body` is the raw body, before it is parsed.
def verify(headers, body, secret, now = Time.now.to_i)
  parts = headers['X-Campsite-Signature'].to_s.split(',').map { |part| part.split('=', 2) }
  timestamp = parts.assoc('t')&.last.to_s
  return false unless timestamp.match?(/\A\d+\z/) && (now - timestamp.to_i).abs <= TOLERANCE

  expected = OpenSSL::HMAC.hexdigest('SHA256', secret, "#{timestamp}.".b + body.b)
  # While a secret is being replaced there are two signatures: one that matches is enough.
  parts.any? do |name, value|
    name == 'v1' && value.to_s.bytesize == expected.bytesize && OpenSSL.fixed_length_secure_compare(value, expected)
  end
end

# Returns the status to answer. In Rails: `head handle(request.headers, request.raw_post)`.
def handle(headers, body)
  return 401 unless verify(headers, body, ENV.fetch('WEBHOOK_SECRET'))

  payload = JSON.parse(body)
  # A delivery may come again: remember id, and do the work once, after answering.
  puts payload.values_at('type', 'id').join(' ')
  204
end
