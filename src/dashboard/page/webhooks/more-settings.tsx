import { useState } from 'react'
import type { Problem } from '../api/use-mutation.ts'
import type { DialectRules } from '../api/viewer.ts'
import { Field } from '../components/field.tsx'
import { HeadersField } from '../places/headers-field.tsx'
import type { CreateWebhookInput } from '../generated/operations.ts'
import { DIALECTS_POLICY, readDraft, type PolicyDraft } from './policy-draft.ts'
import { NO_RATE, readRate, type RateDraft } from './rate-draft.ts'
import { RATE_FIELDS, RateLimitField } from './rate-limit-field.tsx'
import { POLICY_FIELDS, RetryPolicyField } from './retry-policy-field.tsx'

/** What few people give to a new webhook. */
export interface MoreValues {
  description: string
  uid: string
  /** Null: a new one is made. */
  secret: string | null
  disabled: boolean
  headers: { name: string; value: string }[]
  policy: PolicyDraft
  rate: RateDraft
}

export const NO_MORE: MoreValues = {
  description: '',
  uid: '',
  secret: null,
  disabled: false,
  headers: [],
  policy: DIALECTS_POLICY,
  rate: NO_RATE,
}

/** The API's names of the fields whose problems MoreSettings shows. */
export const MORE_FIELDS: readonly string[] = [
  'description',
  'uid',
  'secret',
  'headers',
  ...POLICY_FIELDS,
  ...RATE_FIELDS,
]

/** The values as createWebhook takes them. */
export function moreInput({ description, uid, secret, disabled, headers, policy, rate }: MoreValues) {
  return {
    description: description.trim() || null,
    uid: uid.trim() || null,
    secret: secret?.trim() ?? null,
    status: disabled ? 'DISABLED' : 'ENABLED',
    headers: headers.filter(({ name, value }) => name || value),
    retryPolicy: readDraft(policy).input,
    rateLimit: readRate(rate).input,
  } satisfies Partial<CreateWebhookInput>
}

/** The rest of the form of a new webhook, closed at first. A problem in it opens it. */
export function MoreSettings({
  dialect,
  values,
  onChange,
  problems,
}: {
  /** Null: the webhook has another one, and no retries of its own. */
  dialect: DialectRules | null
  values: MoreValues
  onChange(values: MoreValues): void
  problems: readonly Problem[]
}) {
  const [opened, setOpened] = useState(false)
  const set = (change: Partial<MoreValues>) => onChange({ ...values, ...change })
  const wrong = problems.some(({ field }) => field !== null && MORE_FIELDS.includes(field))
  const open = opened || wrong
  return (
    <details className="more" open={open} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>More settings</summary>
      {open && (
        <>
          <Field label="Description" help="A note of your own." name="description" problems={problems}>
            {(attributes) => (
              <input
                {...attributes}
                value={values.description}
                onChange={({ target }) => set({ description: target.value })}
              />
            )}
          </Field>
          <Field
            label="Your own id"
            help="By which your system knows this webhook; no other webhook may have it."
            name="uid"
            problems={problems}
          >
            {(attributes) => (
              <input
                {...attributes}
                autoComplete="off"
                value={values.uid}
                onChange={({ target }) => set({ uid: target.value })}
              />
            )}
          </Field>
          <label className="choice">
            <input
              type="checkbox"
              checked={values.secret !== null}
              onChange={({ target }) => set({ secret: target.checked ? '' : null })}
            />
            <span>
              I bring a secret from another system
              <span className="help">So that your receiver need not change.</span>
            </span>
          </label>
          {values.secret !== null && (
            <Field label="Secret" name="secret" problems={problems}>
              {(attributes) => (
                <input
                  {...attributes}
                  autoComplete="off"
                  spellCheck={false}
                  value={values.secret!}
                  onChange={({ target }) => set({ secret: target.value })}
                />
              )}
            </Field>
          )}
          <label className="choice">
            <input
              type="checkbox"
              checked={values.disabled}
              onChange={({ target }) => set({ disabled: target.checked })}
            />
            <span>
              Create it disabled
              <span className="help">
                It gets nothing until it is enabled; it can get what it missed then.
              </span>
            </span>
          </label>
          <HeadersField
            headers={values.headers}
            onChange={(headers) => set({ headers })}
            problems={problems}
          />
          {dialect?.ownRetryPolicy && (
            <RetryPolicyField
              dialect={dialect}
              draft={values.policy}
              onChange={(policy) => set({ policy })}
              problems={problems}
            />
          )}
          <RateLimitField draft={values.rate} onChange={(rate) => set({ rate })} problems={problems} />
        </>
      )}
    </details>
  )
}
