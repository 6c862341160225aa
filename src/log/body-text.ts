/** A body as text, in the charset that its Content-Type names; in UTF-8 when it names none or one that nobody knows. */
export function bodyText(body: Buffer, headers: readonly (readonly [name: string, value: string])[]): string {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  const charset = type && /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(type)?.[1]
  if (!charset || /^utf-?8$/i.test(charset)) return body.toString('utf8')
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    return body.toString('utf8')
  }
}
