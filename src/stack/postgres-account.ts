import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { StackError } from './stack-error.ts'

/** The account that runs Postgres's programs: our own, or another one if we are root, which Postgres refuses. */
export interface PostgresAccount {
  /** The required owner of the data folder; undefined if it is our own account. */
  owner: { uid: number; gid: number } | undefined
  /** The command line that runs `program` as that account. */
  wrap(
    program: string,
    args: readonly string[],
  ): { command: string; args: string[]; uid?: number; gid?: number }
}

/**
 * Decides which account runs Postgres: for root the account `postgres`, created if missing; for others their own account.
 * @param mustReach folders that the account must be able to enter: the programs' and the data's
 * @throws StackError
 */
export async function choosePostgresAccount(mustReach: readonly string[]): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0)
    return { owner: undefined, wrap: (command, args) => ({ command, args: [...args] }) }
  const owner = await idsOfPostgres().catch(createAccount)
  const closedFolder = mustReach.find((folder) => !isOpenToOthers(folder))
  if (closedFolder === undefined)
    return { owner, wrap: (command, args) => ({ command, args: [...args], ...owner }) }

  // For example a checkout in /root, which only root may enter. Postgres keeps the one capability that lets it pass through
  // such folders. Opening root's home to every account, or moving the data elsewhere, would be more surprising. The secure
  // bit is for access(2), which initdb uses to find its programs: without it, access(2) ignores capabilities.
  const capability = [
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
  ]
  const prefix = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...capability, '--']
  await execa('setpriv', [...prefix, 'true']).catch((cause: unknown) => {
    throw new StackError(
      `Postgres doesn't run as root, and the account postgres may not enter ${closedFolder}. Move durahook out of the closed folder (for example to /srv), run it as an ordinary user, or set DATABASE_URL.`,
      { cause },
    )
  })
  return { owner, wrap: (program, args) => ({ command: 'setpriv', args: [...prefix, program, ...args] }) }
}

/** Throws if there is no such account. */
async function idsOfPostgres(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => execa('id', [flag, 'postgres'])))
  return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) }
}

async function createAccount(): Promise<{ uid: number; gid: number }> {
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin']
  try {
    await execa('useradd', [...flags, 'postgres'])
    return await idsOfPostgres()
  } catch (cause) {
    throw new StackError(
      `Postgres doesn't run as root, and an account for it could not be made. Run durahook as an ordinary user, add an account named postgres, or set DATABASE_URL.`,
      { cause },
    )
  }
}

/** Whether the folder, and every folder above it, can be entered by accounts that neither own it nor share its group. */
function isOpenToOthers(folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false
    if (current === dirname(current)) return true
  }
}
