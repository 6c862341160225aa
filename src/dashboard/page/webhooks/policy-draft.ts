import type { Problem } from '../api/use-mutation.ts'
import type { OwnPolicyFragment, RetryPolicyInput } from '../generated/operations.ts'

/** What a webhook's owner chooses of how attempts are made, as it is typed. What is empty is the dialect's. */
export interface PolicyDraft {
  /** `dialect`: all is the dialect's; `limits`: its delays, with other limits. */
  kind: 'dialect' | 'limits' | 'delays' | 'exponential'
  delays: string
  initialSeconds: string
  factor: string
  maximumSeconds: string
  maximumRetries: string
  timeoutMs: string
  deadlineSeconds: string
}

export const DIALECTS_POLICY: PolicyDraft = {
  kind: 'dialect',
  delays: '',
  initialSeconds: '',
  factor: '',
  maximumSeconds: '',
  maximumRetries: '',
  timeoutMs: '',
  deadlineSeconds: '',
}

/** A draft of another kind: what was typed stays, and fields that this kind needs begin with something. */
export function beginWith(draft: PolicyDraft, kind: PolicyDraft['kind']): PolicyDraft {
  if (kind === 'delays') return { ...draft, kind, delays: draft.delays || '5 s, 5 min, 30 min, 2 h' }
  if (kind !== 'exponential') return { ...draft, kind }
  const { initialSeconds, factor, maximumSeconds } = draft
  return {
    ...draft,
    kind,
    initialSeconds: initialSeconds || '5 s',
    factor: factor || '3',
    maximumSeconds: maximumSeconds || '2 h',
  }
}

/** A stored policy as a draft. */
export function draftOf(own: OwnPolicyFragment | null): PolicyDraft {
  if (!own) return DIALECTS_POLICY
  const { delays, exponential, maximumRetries, timeoutMs, deadlineSeconds } = own
  return {
    kind: delays ? 'delays' : exponential ? 'exponential' : 'limits',
    delays: (delays ?? []).map(written).join(', '),
    initialSeconds: writtenOr(exponential?.initialSeconds),
    factor: String(exponential?.factor ?? ''),
    maximumSeconds: writtenOr(exponential?.maximumSeconds),
    maximumRetries: String(maximumRetries ?? ''),
    timeoutMs: writtenOr(timeoutMs === null ? null : timeoutMs / 1_000),
    deadlineSeconds: writtenOr(deadlineSeconds),
  }
}

/** A draft as the API takes it, null for the dialect's; and what can't be read, by the API's names of the fields. */
export function readDraft(draft: PolicyDraft): { input: RetryPolicyInput | null; problems: Problem[] } {
  const problems: Problem[] = []
  const read = (field: keyof PolicyDraft, required: boolean, parse = seconds): number | null => {
    const text = draft[field].trim()
    if (text === '' && !required) return null
    const value = parse(text)
    if (value === null)
      problems.push({ field, code: 'INVALID', message: parse === seconds ? TIMES : NUMBERS })
    return value
  }
  if (draft.kind === 'dialect') return { input: null, problems }
  const timeout = read('timeoutMs', false)
  const limits = {
    maximumRetries: read('maximumRetries', false, number),
    timeoutMs: timeout === null ? null : Math.round(timeout * 1_000),
    deadlineSeconds: read('deadlineSeconds', false),
  }
  if (draft.kind === 'limits') return { input: limits, problems }
  if (draft.kind === 'delays') {
    const delays = draft.delays.split(',').map(seconds)
    if (delays.includes(null)) problems.push({ field: 'delays', code: 'INVALID', message: TIMES })
    return { input: { ...limits, delays: delays.filter((delay) => delay !== null) }, problems }
  }
  const exponential = {
    initialSeconds: read('initialSeconds', true) ?? 0,
    factor: read('factor', true, number) ?? 0,
    maximumSeconds: read('maximumSeconds', true) ?? 0,
  }
  return { input: { ...limits, exponential }, problems }
}

/** A draft in one line, to tell two apart. */
export function describeDraft({ kind, ...values }: PolicyDraft): string {
  const given = Object.entries(values).filter(([, value]) => value !== '')
  if (kind === 'dialect' || given.length === 0) return 'the dialect’s'
  return given.map(([name, value]) => `${name}: ${value}`).join('; ')
}

const TIMES = 'Write a time such as 30 s, 5 min or 2 h.'
const NUMBERS = 'Write a number.'

const UNITS: Record<string, number> = { s: 1, min: 60, m: 60, h: 3_600 }

/** `5 min` is 300; without a unit the number is of seconds. */
function seconds(text: string): number | null {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) *(s|min|m|h)?$/.exec(text.trim()) ?? []
  return amount === undefined ? null : Number(amount) * UNITS[unit ?? 's']!
}

const number = (text: string): number | null => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : null)

/** 300 is `5 min`. */
function written(value: number): string {
  const unit = value > 0 ? (['h', 'min'] as const).find((name) => value % UNITS[name]! === 0) : undefined
  return unit ? `${value / UNITS[unit]!} ${unit}` : `${value} s`
}

const writtenOr = (value: number | null | undefined): string => (value == null ? '' : written(value))
