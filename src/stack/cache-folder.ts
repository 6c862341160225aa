import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * Where programs that took minutes to build are kept for every checkout of this user: `$XDG_CACHE_HOME/durahook`, else
 * the system's usual place.
 */
export function cacheFolder(): string {
  const usual =
    process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches') : join(homedir(), '.cache')
  return join(process.env.XDG_CACHE_HOME || usual, 'durahook')
}
