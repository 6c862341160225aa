import { Badge, type Tone } from '../components/badge.tsx'
import type { ReplayStatus } from '../generated/operations.ts'

const STATUS: Record<ReplayStatus, [Tone, string]> = {
  RUNNING: ['info', 'Running'],
  PAUSED: ['warn', 'Paused'],
  COMPLETED: ['good', 'Completed'],
  CANCELED: ['quiet', 'Canceled'],
}

export function ReplayBadge({ status }: { status: ReplayStatus }) {
  const [tone, word] = STATUS[status]
  return <Badge tone={tone}>{word}</Badge>
}
