import { Button } from '../components/button.tsx'
import type { Found } from './use-found.ts'
import type { PagePlace } from './in-url.ts'

/** Goes to other pages of a list, to newer and older ones unless `words` say otherwise. */
export function Pager({
  found: { newer, older, searching, turning, stopped },
  place,
  goTo,
  words = { first: 'Newest', back: 'Newer', on: 'Older' },
}: {
  found: Found<unknown>
  place: PagePlace
  goTo(place: Partial<PagePlace>): void
  words?: { first: string; back: string; on: string } | undefined
}) {
  const first = place.after === null && place.before === null
  return (
    <>
      <p className="searching help" role="status">
        {searching && !turning && 'Searching on …'}
        {stopped && 'Much was searched so far. The next page goes on.'}
      </p>
      {(newer || older || !first) && (
        <nav className="pager" aria-label="Pages">
          <Button disabled={first} onClick={() => goTo({})}>
            {words.first}
          </Button>
          <Button disabled={!newer} onClick={() => goTo({ before: newer })}>
            {words.back}
          </Button>
          <Button disabled={!older} onClick={() => goTo({ after: older })}>
            {words.on}
          </Button>
        </nav>
      )}
    </>
  )
}
