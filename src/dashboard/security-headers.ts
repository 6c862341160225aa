/**
 * Security headers of the page. The page loads nothing from other origins and runs no inline code. It shows response
 * bodies as text, but even as markup they could not run scripts. `frameAncestors`: origins that may embed the page.
 * `styles`: what a page needs that is not written by us.
 */
export function securityHeaders(
  frameAncestors: readonly string[],
  styles = { 'style-src': "'self'", 'font-src': "'self'" },
): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src ${styles['style-src']}`,
    "img-src 'self' data:",
    `font-src ${styles['font-src']}`,
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'"}`,
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    ...(frameAncestors.length === 0 && { 'x-frame-options': 'DENY' }),
  }
}
