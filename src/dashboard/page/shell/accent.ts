import { useEffect } from 'react'
import { useDark } from './theme.ts'

type Rgb = readonly [red: number, green: number, blue: number]

const SURFACES = { light: [255, 255, 255], dark: [22, 25, 32] } as const satisfies Record<string, Rgb>

/** Minimum contrast of text with its background (WCAG AA). */
const MINIMUM_CONTRAST = 4.5

/** Sets the page's accent colour, adjusted where text would be unreadable. Null means durahook's own colour. */
export function useAccent(color: string | null): void {
  const dark = useDark()
  useEffect(() => {
    const { style } = document.documentElement
    const names = ['--accent', '--on-accent', '--accent-text']
    if (color === null) return names.forEach((name) => void style.removeProperty(name))
    const accent = parse(color)
    style.setProperty('--accent', color)
    style.setProperty('--on-accent', contrast(accent, [255, 255, 255]) >= MINIMUM_CONTRAST ? '#fff' : '#000')
    style.setProperty('--accent-text', write(readable(accent, SURFACES[dark ? 'dark' : 'light'])))
  }, [color, dark])
}

/** Shifts the colour towards black or white until it has enough contrast with the background `behind`. */
function readable(color: Rgb, behind: Rgb): Rgb {
  const target: Rgb = luminance(behind) > 0.5 ? [0, 0, 0] : [255, 255, 255]
  for (let part = 0; part <= 1; part += 0.05) {
    const mixed = color.map((value, index) => value + (target[index]! - value) * part) as unknown as Rgb
    if (contrast(mixed, behind) >= MINIMUM_CONTRAST) return mixed
  }
  return target
}

function parse(color: string): Rgb {
  const value = Number.parseInt(color.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const write = (color: Rgb) => `rgb(${color.map(Math.round).join(' ')})`

function contrast(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
