import { useEffect, useRef, useState, type InputHTMLAttributes } from 'react'

/** Debounce time from the last keystroke to the search, in milliseconds. */
const TYPING_MS = 300

/** An input of a filter bar that is typed in: it tells what was typed when the viewer pauses. */
export function TypedText({
  value,
  onType,
  ...rest
}: {
  value: string
  onType(text: string): void
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>) {
  const [text, setText] = useState(value)
  const told = useRef(onType)
  useEffect(() => void (told.current = onType))
  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => told.current(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return <input {...rest} value={text} onChange={({ target }) => setText(target.value)} />
}
