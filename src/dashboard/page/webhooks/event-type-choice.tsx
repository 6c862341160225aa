import { useId } from 'react'
import type { FieldWords } from '../../../dialects/dialect.ts'
import { Button } from '../components/button.tsx'
import { problemOf } from '../components/field.tsx'
import type { Problem } from '../api/use-mutation.ts'
import { mayManageProduct, useViewer } from '../api/viewer.ts'
import { ALL_TYPES, patternsOf, receives } from './event-type-patterns.ts'
import { NewPattern } from './new-pattern.tsx'

/** Which events a webhook receives: all, those that begin alike, or single ones, each with its description. */
export function EventTypeChoice({
  words,
  eventTypes,
  closed = false,
  chosen,
  onChange,
  problems,
}: {
  words: FieldWords
  eventTypes: readonly { name: string; description: string }[]
  /** Whether there are no other event types. */
  closed?: boolean
  chosen: readonly string[]
  onChange(chosen: string[]): void
  problems: readonly Problem[]
}) {
  const viewer = useViewer()
  const id = useId()
  const wrong = problemOf(problems, 'eventTypes')
  const names = eventTypes.map(({ name }) => name)
  const every = chosen.includes(ALL_TYPES)
  const all = names.every((name) => chosen.includes(name))
  const patterns = chosen.filter((name) => !names.includes(name))
  const choice = (name: string, help: string) => {
    const others = chosen.filter((other) => other !== name)
    const covered = receives(others, name)
    return (
      <label key={name} className="choice">
        <input
          type="checkbox"
          checked={covered || chosen.includes(name)}
          disabled={covered && !chosen.includes(name)}
          onChange={({ target }) => onChange(target.checked ? [...chosen, name] : others)}
        />
        <span>
          <code>{name}</code>
          <span className="help">{help}</span>
        </span>
      </label>
    )
  }
  return (
    <fieldset className="field" aria-describedby={`${id}-help ${id}-said`}>
      <legend>{words.label}</legend>
      <p className="help" id={`${id}-help`}>
        {words.help}{' '}
        {names.length > 1 && !every && (
          <Button kind="quiet" onClick={() => onChange(all ? patterns : [...patterns, ...names])}>
            {all ? 'None' : 'All'}
          </Button>
        )}
      </p>
      <div className="choices">
        {choice(ALL_TYPES, 'All event types, also later ones.')}
        {patternsOf(names, chosen).map((pattern) =>
          choice(pattern, `All that begin with ${pattern.slice(0, -1)}, also later ones.`),
        )}
        {eventTypes.map(({ name, description }) => choice(name, description))}
        {names.length === 0 && (
          <p className="help">
            There are no event types yet.
            {mayManageProduct(viewer, 'EVENT_TYPES') && ' Add one under Event types.'}
          </p>
        )}
      </div>
      {!every && !closed && <NewPattern onAdd={(pattern) => onChange([...new Set([...chosen, pattern])])} />}
      <p className="said bad" id={`${id}-said`} aria-live="polite">
        {wrong}
      </p>
    </fieldset>
  )
}
