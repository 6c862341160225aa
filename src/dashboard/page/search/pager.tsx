import { Button } from '../components/button.tsx'
import type { Found } from './use-found.ts'
import type { PagePlace } from './in-url.ts'

/** Goes to newer and older pages of a list. */
export function Pager({
  found: { newer, older, searching, turning, stopped },
  place,
  goTo,
}: {
  found: Found<unknown>
  place: PagePlace
  goTo(place: Partial<PagePlace>): void
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
            Newest
          </Button>
          <Button disabled={!newer} onClick={() => goTo({ before: newer })}>
            Newer
          </Button>
          <Button disabled={!older} onClick={() => goTo({ after: older })}>
            Older
          </Button>
        </nav>
      )}
    </>
  )
}
