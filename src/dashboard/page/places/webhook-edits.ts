import { useEffect, useState } from 'react'
import type { UpdateWebhookInput, WebhookDetailFragment } from '../generated/operations.ts'

/** The fields of a webhook that its form changes. */
export interface WebhookValues {
  url: string
  eventTypes: readonly string[]
  /** Empty: all. */
  channelId: string
  description: string
  headers: readonly { name: string; value: string }[]
}

type Field = keyof WebhookValues

export interface WebhookEdits {
  /** What the form shows: what was typed, and else what the webhook has now. */
  values: WebhookValues
  set<F extends Field>(field: F, value: WebhookValues[F]): void
  /** What to save: the fields that were changed here, and no others. */
  input(): Omit<UpdateWebhookInput, 'id'>
  changed: boolean
  /** Fields changed here that somebody else has changed since, with what they are now. */
  conflicts: readonly { field: Field; now: string }[]
  /** Whether a newer reading of the webhook has a conflict that `conflicts` doesn't show yet. */
  isNews(newer: WebhookDetailFragment): boolean
  /** What was typed is stored. */
  saved(): void
  /** Takes what a field is now in the place of what was typed. */
  drop(field: Field): void
}

interface Edit {
  value: unknown
  /** What the webhook had when it was typed. */
  before: string
  /** It is stored, and shown until the webhook is read again. */
  saved: boolean
}

type Edits = Partial<Record<Field, Edit>>

/**
 * What is typed into a webhook's form, field by field: two who change different fields at once do not undo each other's,
 * and of a field that both change the second is told.
 */
export function useWebhookEdits(webhook: WebhookDetailFragment): WebhookEdits {
  const [edits, setEdits] = useState<Edits>({})
  const now = valuesOf(webhook)
  useEffect(() => setEdits((old) => select(old, ({ saved }) => !saved)), [webhook.updatedAt])
  const edited = (Object.keys(edits) as Field[]).filter(
    (field) => !edits[field]!.saved && text(edits[field]!.value) !== text(now[field]),
  )
  const typed = Object.fromEntries(Object.entries(edits).map(([field, { value }]) => [field, value]))
  const values: WebhookValues = { ...now, ...typed }
  return {
    values,
    set(field, value) {
      setEdits((old) => {
        const edit = old[field]
        const before = edit?.saved ? text(edit.value) : (edit?.before ?? text(now[field]))
        return { ...old, [field]: { value, before, saved: false } }
      })
    },
    input() {
      const { url, eventTypes, channelId, description, headers } = values
      const all = {
        url: url.trim(),
        eventTypes: [...eventTypes],
        channelId: channelId || null,
        description,
        headers: headers.filter(({ name, value }) => name || value),
      }
      return Object.fromEntries(edited.map((field) => [field, all[field]]))
    },
    changed: edited.length > 0,
    conflicts: edited
      .filter((field) => edits[field]!.before !== text(now[field]))
      .map((field) => ({ field, now: shown(now[field]) })),
    isNews(newer) {
      const then = valuesOf(newer)
      return edited.some(
        (field) => text(then[field]) !== text(now[field]) && text(then[field]) !== text(values[field]),
      )
    },
    saved: () =>
      setEdits((old) =>
        Object.fromEntries(Object.entries(old).map(([field, edit]) => [field, { ...edit, saved: true }])),
      ),
    drop: (field) => setEdits((old) => select(old, (_, name) => name !== field)),
  }
}

const select = (edits: Edits, keep: (edit: Edit, field: string) => boolean): Edits =>
  Object.fromEntries(Object.entries(edits).filter(([field, edit]) => keep(edit, field)))

function valuesOf({ url, eventTypes, channel, description, headers }: WebhookDetailFragment): WebhookValues {
  return { url, eventTypes, channelId: channel?.id ?? '', description, headers }
}

/** For comparing; the order in which event types were ticked says nothing. */
const text = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) && typeof value[0] === 'string' ? value.toSorted() : value)

function shown(value: WebhookValues[Field]): string {
  if (typeof value === 'string') return value || '(empty)'
  const parts = value.map((part) => (typeof part === 'string' ? part : `${part.name}: ${part.value}`))
  return parts.join(', ') || '(none)'
}
