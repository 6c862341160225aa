import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The folder for downloaded programs, shared by all checkouts of this user: `$XDG_CACHE_HOME/durahook`, or the system's
 * default cache folder.
 */
export function cacheFolder(): string {
  const systemDefault =
    process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
  return join(process.env.XDG_CACHE_HOME || systemDefault, 'durahook')
}
