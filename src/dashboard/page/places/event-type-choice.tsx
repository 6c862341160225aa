import { useId } from 'react'
import type { FieldWords } from '../../../dialects/dialect.ts'
import { Button } from '../components/button.tsx'
import { problemOf } from '../components/field.tsx'
import { isPattern } from '../search/event-type-patterns.ts'
import type { Problem } from '../api/use-mutation.ts'
import { mayManageProduct, useViewer } from '../api/viewer.ts'

/** Which events a webhook receives, each with its description. */
export function EventTypeChoice({
  words,
  eventTypes,
  chosen,
  onChange,
  problems,
}: {
  words: FieldWords
  eventTypes: readonly { name: string; description: string }[]
  chosen: readonly string[]
  onChange(chosen: string[]): void
  problems: readonly Problem[]
}) {
  const viewer = useViewer()
  const id = useId()
  const wrong = problemOf(problems, 'eventTypes')
  // Patterns are given in the API only. Here they can be seen, and taken away.
  const patterns = chosen.filter(isPattern).map((name) => ({
    name,
    description: name === '*' ? 'Every event.' : `Every event whose type begins with ${name.slice(0, -1)}`,
  }))
  const all = eventTypes.every(({ name }) => chosen.includes(name))
  return (
    <fieldset className="field" aria-describedby={`${id}-help ${id}-said`}>
      <legend>{words.label}</legend>
      <p className="help" id={`${id}-help`}>
        {words.help}{' '}
        {eventTypes.length > 1 && (
          <Button
            kind="quiet"
            onClick={() => onChange(all ? [] : [...patterns, ...eventTypes].map(({ name }) => name))}
          >
            {all ? 'None' : 'All'}
          </Button>
        )}
      </p>
      <div className="choices">
        {[...patterns, ...eventTypes].map(({ name, description }) => (
          <label key={name} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(name)}
              onChange={({ target }) =>
                onChange(target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))
              }
            />
            <span>
              <code>{name}</code>
              <span className="help">{description}</span>
            </span>
          </label>
        ))}
        {eventTypes.length === 0 && (
          <p className="help">
            There are no event types yet.{mayManageProduct(viewer) && ' Add one under Event types.'}
          </p>
        )}
      </div>
      <p className="said bad" id={`${id}-said`} aria-live="polite">
        {wrong}
      </p>
    </fieldset>
  )
}
