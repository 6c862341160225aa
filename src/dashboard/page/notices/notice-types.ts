import type { Tone } from '../components/badge.tsx'

/** The types of operational events, with what operational webhooks are told, and the notice's badge. */
export const NOTICE_TYPES: readonly { name: string; description: string; word: string; tone: Tone }[] = [
  {
    name: 'webhook.failing',
    description: 'Nothing has succeeded for 5 minutes; one delivery goes on trying.',
    word: 'Webhook failing',
    tone: 'bad',
  },
  {
    name: 'webhook.disable_scheduled',
    description: 'A failing webhook will be disabled, and when.',
    word: 'Disabling ahead',
    tone: 'warn',
  },
  {
    name: 'webhook.disabled',
    description: 'A webhook was disabled: it failed for too long, or its receiver is gone.',
    word: 'Webhook disabled',
    tone: 'bad',
  },
  {
    name: 'webhook.recovered',
    description: 'An attempt succeeded after a webhook was failing.',
    word: 'Webhook recovered',
    tone: 'good',
  },
  {
    name: 'webhook.secret_rotated',
    description: 'A webhook has a new signing secret.',
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
    description: 'A delivery was given up.',
    word: 'Delivery failed',
    tone: 'bad',
  },
  {
    name: 'delivery.recovered',
    description: 'A delivery of which one of these was told succeeded.',
    word: 'Delivery recovered',
    tone: 'good',
  },
  {
    name: 'replay.finished',
    description: 'A replay has ended.',
    word: 'Replay finished',
    tone: 'info',
  },
]
