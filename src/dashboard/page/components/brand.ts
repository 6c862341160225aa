import type { Viewer } from '../api/viewer.ts'

/** As long as nobody knows whose page it is. */
const NONE = { name: '', icon: 'data:,' }

let brand = NONE

/** Whose page it is, in the browser's tab: a customer sees the product's name and colour, and nothing of durahook. */
export function setBrand(viewer: Viewer | null): void {
  if (viewer?.customer) brand = { name: viewer.name ?? viewer.organization?.name ?? '', icon: iconOf(viewer) }
  else brand = viewer ? { name: 'durahook', icon: '/icon.svg' } : NONE
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]') ?? document.createElement('link')
  link.rel = 'icon'
  link.type = 'image/svg+xml'
  link.href = brand.icon
  document.head.append(link)
}

/** What the browser's tab is called. */
export function nameDocument(title: string): void {
  document.title = brand.name === '' ? title : `${title} · ${brand.name}`
}

/** The first letter of the name on the session's colour. */
function iconOf({ name, organization, accentColor }: Viewer): string {
  const [letter = 'W'] = (name ?? organization?.name ?? '').trim().toUpperCase()
  const text = letter.replace(/[&<>"']/, '')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${accentColor ?? '#475569'}"/><text x="16" y="23" font-family="sans-serif" font-size="20" font-weight="700" fill="${onColour(accentColor)}" text-anchor="middle">${text}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** Black on a light colour, else white. */
function onColour(colour: string | null): string {
  if (colour === null) return '#fff'
  const value = Number.parseInt(colour.slice(1), 16)
  const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255]
  return (red * 299 + green * 587 + blue * 114) / 1_000 > 150 ? '#000' : '#fff'
}
