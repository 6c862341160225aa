require 'json'
require 'openssl'

# True if the request was signed with the secret. `body` is the raw body, before it is parsed.
def verify(headers, body, secret)
  expected = OpenSSL::HMAC.hexdigest('SHA256', secret, body)
  received = headers['X-Sjocamp-Signature'].to_s
  received.bytesize == expected.bytesize && OpenSSL.fixed_length_secure_compare(received, expected)
end

# Returns the status to answer. In Rails: `head handle(request.headers, request.raw_post)`.
def handle(headers, body)
  return 401 unless verify(headers, body, ENV.fetch('WEBHOOK_SECRET'))

  payload = JSON.parse(body)
  # A delivery may come again: remember delivery_id, and do the work once, after answering.
  puts payload.values_at('event', 'delivery_id').join(' ')
  204
end
