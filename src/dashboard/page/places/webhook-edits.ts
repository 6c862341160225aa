import { useState } from 'react'
import type { UpdateWebhookInput, WebhookDetailFragment } from '../generated/operations.ts'
import { describeDraft, draftOf, readDraft, type PolicyDraft } from '../webhooks/policy-draft.ts'
import { describeRate, rateDraftOf, readRate, type RateDraft } from '../webhooks/rate-draft.ts'

/** The fields of a webhook that its form changes. */
export interface WebhookValues {
  url: string
  eventTypes: readonly string[]
  /** Empty for all channels. */
  channelId: string
  description: string
  headers: readonly { name: string; value: string }[]
  retryPolicy: PolicyDraft
  rateLimit: RateDraft
}

type Field = keyof WebhookValues

export interface WebhookEdits {
  /** The values in the form: the user's edits, and the webhook's current values for the other fields. */
  values: WebhookValues
  set<F extends Field>(field: F, value: WebhookValues[F]): void
  /** The input to save: only the fields that were edited here. */
  input(): Omit<UpdateWebhookInput, 'id'>
  changed: boolean
  /** Fields edited here that somebody else has changed meanwhile, with their current values. */
  conflicts: readonly { field: Field; now: string }[]
  /** Whether a newer version of the webhook has a conflict that `conflicts` does not contain yet. */
  hasNewConflict(newer: WebhookDetailFragment): boolean
  /** Call when `values` are stored, with the webhook as it is now. What was typed since is still to be saved. */
  saved(stored: WebhookDetailFragment): void
  /** Discards the edit of a field, in favour of its current value. */
  discard(field: Field): void
}

interface Edit {
  value: unknown
  /** The webhook's value when the edit began. */
  before: string
}

type Edits = Partial<Record<Field, Edit>>

/**
 * The edits in a webhook's form, field by field. Two users can edit different fields at the same time without overwriting
 * each other; if both edit the same field, the second one is shown a conflict.
 */
export function useWebhookEdits(webhook: WebhookDetailFragment): WebhookEdits {
  const [edits, setEdits] = useState<Edits>({})
  /** What was saved here, until the webhook is read again. */
  const [stored, setStored] = useState(webhook)
  const now = valuesOf(stored.updatedAt > webhook.updatedAt ? stored : webhook)
  const edited = (Object.keys(edits) as Field[]).filter(
    (field) => text(edits[field]!.value) !== text(now[field]),
  )
  const typed = Object.fromEntries(Object.entries(edits).map(([field, { value }]) => [field, value]))
  const values: WebhookValues = { ...now, ...typed }
  return {
    values,
    set(field, value) {
      setEdits((old) => ({ ...old, [field]: { value, before: old[field]?.before ?? text(now[field]) } }))
    },
    input() {
      const { url, eventTypes, channelId, description, headers, retryPolicy, rateLimit } = values
      const all = {
        url: url.trim(),
        eventTypes: [...eventTypes],
        channelId: channelId || null,
        description,
        headers: headers.filter(({ name, value }) => name || value),
        retryPolicy: readDraft(retryPolicy).input,
        rateLimit: readRate(rateLimit).input,
      }
      return Object.fromEntries(edited.map((field) => [field, all[field]]))
    },
    changed: edited.length > 0,
    conflicts: edited
      .filter((field) => edits[field]!.before !== text(now[field]))
      .map((field) => ({ field, now: shown(now[field]) })),
    hasNewConflict(newer) {
      const then = valuesOf(newer)
      return edited.some(
        (field) => text(then[field]) !== text(now[field]) && text(then[field]) !== text(values[field]),
      )
    },
    saved(newer) {
      setStored(newer)
      const then = valuesOf(newer)
      setEdits((old) =>
        Object.fromEntries(
          Object.entries(select(old, ({ value }, field) => text(value) !== text(values[field as Field]))).map(
            ([field, { value }]) => [field, { value, before: text(then[field as Field]) }],
          ),
        ),
      )
    },
    discard: (field) => setEdits((old) => select(old, (_, name) => name !== field)),
  }
}

const select = (edits: Edits, keep: (edit: Edit, field: string) => boolean): Edits =>
  Object.fromEntries(Object.entries(edits).filter(([field, edit]) => keep(edit, field)))

function valuesOf(webhook: WebhookDetailFragment): WebhookValues {
  const { url, eventTypes, channel, description, headers, retryPolicy, rateLimit } = webhook
  return {
    url,
    eventTypes,
    channelId: channel?.id ?? '',
    description,
    headers,
    retryPolicy: draftOf(retryPolicy.own),
    rateLimit: rateDraftOf(rateLimit),
  }
}

/** A text for comparison, in which the order of event types does not matter. */
const text = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) && typeof value[0] === 'string' ? value.toSorted() : value)

function shown(value: WebhookValues[Field]): string {
  if (typeof value === 'string') return value || '(empty)'
  if ('kind' in value) return describeDraft(value)
  if ('per' in value) return describeRate(value)
  const parts = value.map((part) => (typeof part === 'string' ? part : `${part.name}: ${part.value}`))
  return parts.join(', ') || '(none)'
}
