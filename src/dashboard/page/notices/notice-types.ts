import type { Tone } from '../components/badge.tsx'

/** The types of operational events, with what operational webhooks are told, and the notice's badge. */
export const NOTICE_TYPES: readonly { name: string; description: string; word: string; tone: Tone }[] = [
  {
    name: 'webhook.failing',
    description: 'No attempt succeeds any more: one delivery goes on trying, the others wait for it.',
    word: 'Webhook failing',
    tone: 'bad',
  },
  {
    name: 'webhook.disable_scheduled',
    description: 'It will be disabled if nothing succeeds: at half of the time, and 24 hours before.',
    word: 'Disabling ahead',
    tone: 'warn',
  },
  {
    name: 'webhook.disabled',
    description: 'It failed for too long, its receiver is gone, or the plan does not include it.',
    word: 'Webhook disabled',
    tone: 'bad',
  },
  {
    name: 'webhook.recovered',
    description: 'An attempt succeeded after it was failing. What waited is sent.',
    word: 'Webhook recovered',
    tone: 'good',
  },
  {
    name: 'webhook.secret_rotated',
    description: 'It has a new signing secret.',
    word: 'Secret rotated',
    tone: 'info',
  },
  {
    name: 'delivery.failing',
    description: 'The fourth attempt of a delivery failed.',
    word: 'Delivery failing',
    tone: 'warn',
  },
  {
    name: 'delivery.failed',
    description: 'It failed for good: no attempt is made any more.',
    word: 'Delivery failed',
    tone: 'bad',
  },
  {
    name: 'delivery.recovered',
    description: 'It succeeded after one of these two was told of it.',
    word: 'Delivery recovered',
    tone: 'good',
  },
  {
    name: 'replay.finished',
    description: 'A replay has ended, or was canceled.',
    word: 'Replay finished',
    tone: 'info',
  },
]
