import type { ReactNode } from 'react'
import type { Problem } from '../api/use-mutation.ts'
import { useOrganization } from '../api/viewer.ts'
import { Field, problemOf } from '../components/field.tsx'
import { beginWith, DIALECTS_POLICY, readDraft, type PolicyDraft } from './policy-draft.ts'
import { PolicyTimes } from './policy-times.tsx'
import { usePolicyCheck } from './use-policy-check.ts'

/** When attempts are made to a webhook: as its dialect does, or as its owner chooses; with the times, checked while it is typed. */
export function RetryPolicyField({
  dialect,
  draft,
  onChange,
  problems: saved,
}: {
  dialect: { name: string; title: string }
  draft: PolicyDraft
  onChange(draft: PolicyDraft): void
  /** Of the last save. */
  problems: readonly Problem[]
}) {
  const { id: organizationId } = useOrganization()
  const { input, problems: unread } = readDraft(draft)
  const check = usePolicyCheck(organizationId, dialect.name, unread.length > 0 ? null : (input ?? {}))
  const problems = unread.length > 0 ? unread : (check?.problems ?? saved)
  const typed = (field: Exclude<keyof PolicyDraft, 'kind'>, label: string, help?: ReactNode) => (
    <Field label={label} help={help} name={field} problems={problems}>
      {(attributes) => (
        <input
          {...attributes}
          autoComplete="off"
          value={draft[field]}
          onChange={({ target }) => onChange({ ...draft, [field]: target.value })}
        />
      )}
    </Field>
  )
  return (
    <fieldset className="field policy">
      <legend>Retries</legend>
      <Field label="When attempts are made" name="retryPolicy" problems={problems}>
        {(attributes) => (
          <select
            {...attributes}
            value={draft.kind}
            onChange={({ target }) => {
              const kind = target.value as PolicyDraft['kind']
              onChange(kind === 'dialect' ? DIALECTS_POLICY : beginWith(draft, kind))
            }}
          >
            <option value="dialect">As {dialect.title} does</option>
            <option value="limits">As {dialect.title} does, with other limits</option>
            <option value="delays">A list of delays</option>
            <option value="exponential">Delays that grow</option>
          </select>
        )}
      </Field>
      {draft.kind === 'delays' && typed('delays', 'Delays', 'One for each retry: 5 s, 5 min, 30 min, 2 h.')}
      {draft.kind === 'exponential' && (
        <div className="policy-line">
          {typed('initialSeconds', 'First delay', 'Before the first retry.')}
          {typed('factor', 'Factor', 'Each delay is the one before times this.')}
          {typed('maximumSeconds', 'Longest delay', 'No delay grows beyond it.')}
        </div>
      )}
      {draft.kind !== 'dialect' && (
        <div className="policy-line">
          {typed('maximumRetries', 'Maximum of retries', 'After the first attempt.')}
          {typed('timeoutMs', 'Timeout', 'The longest time of an attempt.')}
          {typed('deadlineSeconds', 'Deadline', 'No attempt begins later, such as 12 h.')}
        </div>
      )}
      {check?.retryPolicy && unread.length === 0 && problemOf(problems, 'retryPolicy') === null && (
        <PolicyTimes policy={check.retryPolicy} />
      )}
    </fieldset>
  )
}

/** The names of the policy's fields in the API, whose problems this field shows. */
export const POLICY_FIELDS: readonly string[] = ['retryPolicy', ...Object.keys(DIALECTS_POLICY)]
