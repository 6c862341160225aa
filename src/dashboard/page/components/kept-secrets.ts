import { useSyncExternalStore } from 'react'

/** A new secret, kept for this tab until the viewer confirms that it is stored elsewhere. */
export interface KeptSecret {
  /** The entity it belongs to: `webhook:wh_…`, `key:<organization>:key_…`. */
  of: string
  name: string
  secret: string
  /** True if the secret can't be shown again, so that closing the tab would lose it. */
  once: boolean
}

/**
 * Key in the browser's sessionStorage, which survives a reload and ends with the tab. Only scripts of the page's origin can
 * read it, and the page runs no others.
 */
const STORAGE_KEY = 'durahook.secrets'

interface Stored {
  /** Who may see the secrets; nobody else who signs in to this tab may. */
  owner: string
  secrets: readonly KeptSecret[]
}

let stored: Stored = read()
const listeners = new Set<() => void>()
guard()

function read(): Stored {
  try {
    return JSON.parse(sessionStorage.getItem(STORAGE_KEY)!) ?? { owner: '', secrets: [] }
  } catch {
    return { owner: '', secrets: [] } // storage is disabled, or its content is invalid
  }
}

function setStored(next: Stored): void {
  stored = next
  const any = stored.secrets.length > 0
  try {
    if (any) sessionStorage.setItem(STORAGE_KEY, JSON.stringify(stored))
    else sessionStorage.removeItem(STORAGE_KEY)
  } catch {} // without storage the secrets last until the page is left
  guard()
  for (const listener of listeners) listener()
}

/** Makes the browser ask for confirmation before the tab is closed. */
function guard(): void {
  if (stored.secrets.some(({ once }) => once)) addEventListener('beforeunload', ask)
  else removeEventListener('beforeunload', ask)
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** Sets who is signed in (null: nobody) and deletes the secrets of anybody else. */
export function setSecretsOwner(owner: string | null): void {
  if (owner !== stored.owner || owner === null) setStored({ owner: owner ?? '', secrets: [] })
}

/** Keeps a secret and replaces an older one of the same entity. */
export function keepSecret(kept: KeptSecret): void {
  setStored({ ...stored, secrets: [...stored.secrets.filter(({ of }) => of !== kept.of), kept] })
}

/** Deletes a secret that the viewer has stored elsewhere. */
export function deleteKeptSecret(of: string): void {
  setStored({ ...stored, secrets: stored.secrets.filter((kept) => kept.of !== of) })
}

/** All kept secrets, the oldest first. */
export const useKeptSecrets = (): readonly KeptSecret[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => stored.secrets,
  )

/** The kept secret of an entity; undefined if there is none. */
export const useKeptSecret = (of: string): KeptSecret | undefined =>
  useKeptSecrets().find((kept) => kept.of === of)
