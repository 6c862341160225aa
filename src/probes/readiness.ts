import { describeError } from '../describe-error.ts'

/** Something that a process needs to do its work. */
export interface Need {
  /** In one word: `postgres`. */
  name: string
  /** Resolves with null while it is there, else with a sentence that says what is wrong. */
  problem(): string | null | Promise<string | null>
}

export interface Problem {
  /** The need's name. */
  need: string
  /** A sentence: what is wrong. */
  message: string
}

/** Whether a process can do its work. */
export interface Readiness {
  /** The names of all it needs. */
  needs: readonly string[]
  /** What is wrong now; nothing: it is ready. Resolves within ANSWER_MS; concurrent calls share one look. */
  problems(): Promise<Problem[]>
  /** From now on it is not ready: the process ends. */
  end(): void
}

/** A need that is not there within this time counts as missing, in milliseconds. */
export const ANSWER_MS = 1_000

export function createReadiness(needs: readonly Need[]): Readiness {
  let looking: Promise<Problem[]> | null = null
  let ending = false

  async function look(): Promise<Problem[]> {
    const problems = await Promise.all(needs.map(problemOf))
    return problems.filter((problem) => problem !== null)
  }

  return {
    needs: needs.map(({ name }) => name),
    async problems() {
      if (ending) return [{ need: 'process', message: 'The process ends.' }]
      return (looking ??= look().finally(() => (looking = null)))
    },
    end: () => void (ending = true),
  }
}

async function problemOf({ name, problem }: Need): Promise<Problem | null> {
  const late = Promise.withResolvers<string>()
  const timer = setTimeout(() => late.resolve(`It did not answer within ${ANSWER_MS} ms.`), ANSWER_MS)
  try {
    const message = await Promise.race([problem(), late.promise])
    return message === null ? null : { need: name, message }
  } catch (error) {
    return { need: name, message: (describeError(error) as { message: string }).message }
  } finally {
    clearTimeout(timer)
  }
}
