import type { Choice } from './choice-menu.tsx'

/** A filter that can have one value. A value from the URL that is not offered is shown too. */
export function Select({
  label,
  any,
  choices,
  value,
  onChange,
}: {
  label: string
  /** The choice of all: `Any webhook`. */
  any: string
  choices: readonly Choice[]
  value: string
  onChange(value: string): void
}) {
  const known = value === '' || choices.some((choice) => choice.value === value)
  return (
    <select aria-label={label} value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">{any}</option>
      {!known && <option value={value}>{value}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}
