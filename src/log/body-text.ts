/** Decodes a body with the charset of its Content-Type, or as UTF-8 if that names no charset or an unknown one. */
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
