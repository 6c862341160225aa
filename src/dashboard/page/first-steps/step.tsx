import type { ReactNode } from 'react'

/** One of the first steps: a sentence, and what to do; only the sentence, ticked off, when it is done. */
export function Step({ title, done, children }: { title: string; done: boolean; children: ReactNode }) {
  return (
    <li className={done ? 'step done' : 'step'} data-done={done}>
      <p className="step-title">
        <span className="mark" aria-hidden="true">
          {done && '✓'}
        </span>
        {title}
        {done && <span className="off-screen"> (done)</span>}
      </p>
      {!done && <div className="step-body">{children}</div>}
    </li>
  )
}
