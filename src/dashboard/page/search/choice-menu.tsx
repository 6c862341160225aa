import { useEffect, useId, useRef, useState } from 'react'

export interface Choice {
  value: string
  label: string
}

/** A filter that can have several values: a button that opens check boxes. Escape and a press elsewhere close it. */
export function ChoiceMenu({
  label,
  any,
  choices,
  chosen,
  onChange,
}: {
  label: string
  /** What the button says if nothing is chosen: `Any status`. */
  any: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onChange(chosen: string[]): void
}) {
  const [open, setOpen] = useState(false)
  const element = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    if (!open) return
    const close = ({ target }: Event) => element.current!.contains(target as Node) || setOpen(false)
    document.addEventListener('pointerdown', close)
    document.addEventListener('focusin', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('focusin', close)
    }
  }, [open])
  // A value from the URL that is not offered is shown too, or it could not be taken back.
  const unknown = chosen.filter((value) => !choices.some((choice) => choice.value === value))
  const all = [...choices, ...unknown.map((value) => ({ value, label: value }))]
  const names = all.filter(({ value }) => chosen.includes(value)).map((choice) => choice.label)
  const shown = names.length === 0 ? any : names.length === 1 ? names[0] : `${names[0]} +${names.length - 1}`

  return (
    <div
      className="choice-menu"
      ref={element}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return
        event.stopPropagation()
        setOpen(false)
        button.current!.focus()
      }}
    >
      <button
        type="button"
        ref={button}
        aria-label={`${label}: ${names.length === 0 ? 'any' : names.join(', ')}`}
        aria-expanded={open}
        aria-controls={id}
        className={names.length > 0 ? 'chosen' : ''}
        onClick={() => setOpen(!open)}
      >
        <span>{shown}</span>
      </button>
      {open && (
        <fieldset className="choices" id={id} aria-label={label}>
          {all.length === 0 && <p className="help">There are none.</p>}
          {all.map(({ value, label: text }) => (
            <label className="choice" key={value}>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
                }
              />
              <span>{text}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
