import type { ReplayFilter } from './matching-deliveries.ts'
import type { Replay } from './replay.ts'

/** What is put back from one position: all of a replay, or one webhook's that it has left behind. */
export interface ReplayPart {
  /** The webhook that was left behind; null: all others. */
  behind: string | null
  filter: ReplayFilter
  position: string
  /** Maximum that may be put back now. */
  room: number
  /** For how many of each webhook may wait, and how many do: what is more is left behind. Null: nothing is. */
  holding: { share: number; waiting: Record<string, number> } | null
}

type Positions = Pick<Replay, 'position' | 'behind'>

/**
 * The parts of which something can be put back now, in a random order. What matches is put back in one order, but a webhook for
 * which `share` wait is left behind there, with a position of its own: so none holds up others.
 */
export function openParts(replay: Replay, waiting: Record<string, number>, share: number): ReplayPart[] {
  const { position, behind, ...filter } = replay
  const { webhookId, missedWebhookIds } = filter
  const roomOf = (id: string) => share - (waiting[id] ?? 0)
  const parts: ReplayPart[] = []
  if (position !== null && webhookId !== null)
    parts.push({ behind: null, filter, position, room: roomOf(webhookId), holding: null })
  if (position !== null && webhookId === null) {
    const others = (id: string) => !(id in behind)
    const ofOthers = {
      ...filter,
      exceptWebhookIds: Object.keys(behind),
      missedWebhookIds: missedWebhookIds.filter(others),
    }
    parts.push({ behind: null, filter: ofOthers, position, room: Infinity, holding: { share, waiting } })
  }
  for (const [id, from] of Object.entries(behind)) {
    if (from === null) continue
    const own = {
      ...filter,
      webhookId: id,
      missedWebhookIds: missedWebhookIds.filter((missed) => missed === id),
    }
    parts.push({ behind: id, filter: own, position: from, room: roomOf(id), holding: null })
  }
  const open = parts.filter(({ room }) => room > 0)
  const first = Math.floor(Math.random() * open.length)
  return [...open.slice(first), ...open.slice(0, first)]
}

/** The positions after a step of a part. */
export function moved(
  { position, behind }: Positions,
  part: ReplayPart,
  step: { next: string | null; behind: string[] },
): Positions {
  if (part.behind !== null) return { position, behind: { ...behind, [part.behind]: step.next } }
  const left = step.behind.map((id) => [id, part.position])
  return { position: step.next, behind: { ...behind, ...Object.fromEntries(left) } }
}
