import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { execa } from 'execa'
import { StackError } from './stack-error.ts'

/** How a Postgres program is started: as ourselves, or, because Postgres refuses to run as root, as another account. */
export interface PostgresAccount {
  /** Who has to own the data folder; undefined: whoever we are. */
  owner: { uid: number; gid: number } | undefined
  /** The command line that runs `program` as that account. */
  wrap(
    program: string,
    args: readonly string[],
  ): { command: string; args: string[]; uid?: number; gid?: number }
}

/**
 * Decides which account runs Postgres. Root gets the account `postgres`, made if missing; everyone else runs it himself.
 * @param mustReach folders the account has to get to: the programs' and the data's.
 * @throws StackError
 */
export async function choosePostgresAccount(mustReach: readonly string[]): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0)
    return { owner: undefined, wrap: (command, args) => ({ command, args: [...args] }) }
  const owner = await idsOfPostgres().catch(createAccount)
  const closed = mustReach.find((folder) => !othersReach(folder))
  if (closed === undefined)
    return { owner, wrap: (command, args) => ({ command, args: [...args], ...owner }) }

  // A checkout in /root, which only root may enter. Postgres keeps one capability, to pass through such folders:
  // opening root's home to every account, or putting data elsewhere than asked, would be the greater surprise.
  // The secure bit is for access(2), with which initdb looks for its programs and which else ignores capabilities.
  const capability = [
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
  ]
  const prefix = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups', ...capability, '--']
  await execa('setpriv', [...prefix, 'true']).catch((cause: unknown) => {
    throw new StackError(
      `Postgres doesn't run as root, and the account postgres may not enter ${closed}. Move durahook out of the closed folder (for example to /srv), run it as an ordinary user, or set DATABASE_URL.`,
      { cause },
    )
  })
  return { owner, wrap: (program, args) => ({ command: 'setpriv', args: [...prefix, program, ...args] }) }
}

/** Fails if there is no such account. */
async function idsOfPostgres(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => execa('id', [flag, 'postgres'])))
  return { uid: Number(uid!.stdout), gid: Number(gid!.stdout) }
}

async function createAccount(): Promise<{ uid: number; gid: number }> {
  const nobody = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin']
  try {
    await execa('useradd', [...nobody, 'postgres'])
    return await idsOfPostgres()
  } catch (cause) {
    throw new StackError(
      `Postgres doesn't run as root, and an account for it could not be made. Run durahook as an ordinary user, add an account named postgres, or set DATABASE_URL.`,
      { cause },
    )
  }
}

/** Whether every folder on the way can be entered by accounts that neither own it nor share its group. */
function othersReach(folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false
    if (current === dirname(current)) return true
  }
}
