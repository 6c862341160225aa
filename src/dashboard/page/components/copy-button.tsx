import { useEffect, useState } from 'react'
import { announce } from './announcer.tsx'
import { Button } from './button.tsx'

/** Copies a text, or the result of `text()`, to the clipboard and confirms it. */
export function CopyButton({
  text,
  label = 'Copy',
  kind = 'plain',
}: {
  text: string | (() => Promise<string | null>)
  label?: string
  kind?: 'plain' | 'quiet' | 'primary'
}) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2_000)
    return () => clearTimeout(timer)
  }, [state])

  async function copy() {
    const value = typeof text === 'string' ? text : await text()
    if (value === null) return
    const copied = await writeClipboard(value)
    setState(copied ? 'copied' : 'failed')
    announce(copied ? 'Copied.' : 'Could not be copied.')
  }

  return (
    <Button kind={kind} className="copy" onClick={() => void copy()}>
      {state === 'copied' ? 'Copied' : state === 'failed' ? 'Select and copy it by hand' : label}
    </Button>
  )
}

/** The clipboard API requires https or localhost; elsewhere the text is copied from a hidden field. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = document.createElement('textarea')
    field.value = text
    field.className = 'off-screen'
    document.body.append(field)
    field.select()
    const copied = document.execCommand('copy')
    field.remove()
    return copied
  }
}
