import { useSyncExternalStore } from 'react'

/** A secret that was just made, kept for this tab until its reader says it is stored. */
export interface KeptSecret {
  /** What it is of: `webhook:wh_…`, `key:<organization>:key_…`. */
  of: string
  name: string
  secret: string
  /** It is not shown again anywhere: leaving the tab would lose it. */
  once: boolean
}

/**
 * Where they are kept: a reload must not lose them. The browser's storage of this tab alone, which ends with it; on the
 * same origin as the page, whose scripts are the only ones that run there.
 */
const PLACE = 'durahook.secrets'

interface Stored {
  /** Whose they are: nobody else who signs in to this tab sees them. */
  owner: string
  secrets: readonly KeptSecret[]
}

let stored: Stored = read()
const listeners = new Set<() => void>()
guard()

function read(): Stored {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE)!) ?? { owner: '', secrets: [] }
  } catch {
    return { owner: '', secrets: [] } // storage is switched off, or not ours
  }
}

function become(next: Stored): void {
  stored = next
  const any = stored.secrets.length > 0
  try {
    if (any) sessionStorage.setItem(PLACE, JSON.stringify(stored))
    else sessionStorage.removeItem(PLACE)
  } catch {} // then they last until the page is left
  guard()
  for (const listener of listeners) listener()
}

/** The browser asks before the tab is left. */
function guard(): void {
  if (stored.secrets.some(({ once }) => once)) addEventListener('beforeunload', ask)
  else removeEventListener('beforeunload', ask)
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** Says who is signed in; what is somebody else's is let go. Null: nobody. */
export function keepSecretsOf(owner: string | null): void {
  if (owner !== stored.owner || owner === null) become({ owner: owner ?? '', secrets: [] })
}

/** Keeps one, in the place of an older one of the same thing. */
export function keepSecret(kept: KeptSecret): void {
  become({ ...stored, secrets: [...stored.secrets.filter(({ of }) => of !== kept.of), kept] })
}

/** Its reader has stored it. */
export function letGoOfSecret(of: string): void {
  become({ ...stored, secrets: stored.secrets.filter((kept) => kept.of !== of) })
}

/** All that are kept, the oldest first. */
export const useKeptSecrets = (): readonly KeptSecret[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => stored.secrets,
  )

/** The one that is kept of a thing; undefined: none. */
export const useKeptSecret = (of: string): KeptSecret | undefined =>
  useKeptSecrets().find((kept) => kept.of === of)
