import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A Chromium: CHROMIUM_PATH, one that is installed, or Debian's, which is then installed (as root). Throws otherwise. */
export function findChromium(print: (line: string) => void): string {
  const wanted = process.env['CHROMIUM_PATH']
  if (wanted) return wanted
  const found = PLACES.find((path) => existsSync(path))
  if (found) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error('There is no Chromium. Install one, or say where it is with CHROMIUM_PATH.')
  }
  print('Installing Chromium')
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  execFileSync('apt-get', ['update', '-qq'], options)
  execFileSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-inter'], options)
  return findChromium(print)
}
