import { useMutation, type Problem } from '../api/use-mutation.ts'
import { EnableWebhookDocument, type WebhookDetailFragment } from '../generated/operations.ts'
import { useOpenInUrl } from '../search/in-url.ts'

/** The parameter of the URL that keeps the question after enabling a webhook over a reload. */
const MISSED = 'missed'

export interface Enable {
  /** Resolves with the webhook; null if there are problems. */
  enable(): Promise<WebhookDetailFragment | null>
  busy: boolean
  problems: readonly Problem[]
}

/** Enables a webhook; one that was disabled is then asked about with `useMissedInUrl`. */
export function useEnable({ id, status }: Pick<WebhookDetailFragment, 'id' | 'status'>): Enable {
  const { run, busy, problems } = useMutation(EnableWebhookDocument)
  const { ask } = useMissedInUrl()
  return {
    busy,
    problems,
    async enable() {
      const payload = await run({ id })
      if (payload && status === 'DISABLED') ask(true)
      return payload?.webhook ?? null
    },
  }
}

/** Whether the page asks if a webhook is to get what it missed. */
export function useMissedInUrl(): { asked: boolean; ask(whether: boolean): void } {
  const { openId, replace } = useOpenInUrl(MISSED)
  return { asked: openId !== null, ask: (whether) => replace(whether ? 'ask' : null) }
}
