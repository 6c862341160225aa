import type { Problem } from '../api/use-mutation.ts'
import { Field } from '../components/field.tsx'
import type { RatePeriod } from '../generated/operations.ts'
import { PERIODS, readRate, type RateDraft } from './rate-draft.ts'

/** How many attempts are made to a webhook in a time at most. */
export function RateLimitField({
  draft,
  onChange,
  problems: saved,
}: {
  draft: RateDraft
  onChange(draft: RateDraft): void
  /** Of the last save. */
  problems: readonly Problem[]
}) {
  const { problem } = readRate(draft)
  const problems = saved.map((one) =>
    one.field !== null && RATE_FIELDS.includes(one.field) ? { ...one, field: 'rateLimit' } : one,
  )
  return (
    <Field
      label="Rate limit"
      help="The most attempts, evenly spaced; others wait. Empty: no limit."
      name="rateLimit"
      problems={problems}
      error={problem}
    >
      {(attributes) => (
        <div className="rate-line">
          <input
            {...attributes}
            inputMode="numeric"
            autoComplete="off"
            placeholder="none"
            value={draft.limit}
            onChange={({ target }) => onChange({ ...draft, limit: target.value })}
          />
          <select
            aria-label="Period of the rate limit"
            value={draft.per}
            onChange={({ target }) => onChange({ ...draft, per: target.value as RatePeriod })}
          >
            {Object.entries(PERIODS).map(([per, { label }]) => (
              <option key={per} value={per}>
                {label}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  )
}

/** The API's names of the fields whose problems this field shows. */
export const RATE_FIELDS: readonly string[] = ['rateLimit', 'limit', 'per']
