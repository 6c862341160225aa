import { useState } from 'react'
import { Button } from '../components/button.tsx'

/** Adds a pattern that is typed: `invoice.`, `invoice` and `invoice.*` are `invoice.*`. */
export function NewPattern({ onAdd }: { onAdd(pattern: string): void }) {
  const [text, setText] = useState('')
  const prefix = text.trim().replace(/\.?\*?$/, '')
  const add = () => {
    if (prefix === '') return
    onAdd(`${prefix}.*`)
    setText('')
  }
  return (
    <div className="actions">
      <input
        aria-label="Another beginning of event types"
        placeholder="invoice.*"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault() // it would send the form
          add()
        }}
      />
      <Button onClick={add} disabled={prefix === ''}>
        Add all that begin so
      </Button>
    </div>
  )
}
