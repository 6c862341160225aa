import { findProgram, type Program, type ProgramOptions } from './cached-program.ts'

/** The last version that Go 1.26.8 builds. Time skipping and fairness need 1.32. */
const SERVER_VERSION = '1.32.1'

/** Source of the names: .goreleaser.yml in go.temporal.io/server@v1.32.1. One archive holds server and SQL tool. */
const SERVER_RELEASE = {
  folderUrl: 'https://github.com/temporalio/temporal/releases/download/v{version}',
  archive: 'temporal_{version}_{platform}.tar.gz',
  checksums: 'checksums.txt',
}

const SERVER: Program = {
  name: 'temporal-server',
  version: SERVER_VERSION,
  release: { ...SERVER_RELEASE, file: 'temporal-server' },
  goPackage: 'go.temporal.io/server/cmd/server',
  usualMinutes: 9,
}

/** Sets up Temporal's tables in Postgres. Shares nearly all of its packages with the server. */
const SQL_TOOL: Program = {
  name: 'temporal-sql-tool',
  version: SERVER_VERSION,
  release: { ...SERVER_RELEASE, file: 'temporal-sql-tool' },
  goPackage: 'go.temporal.io/server/cmd/tools/sql',
  usualMinutes: 2,
}

/** Source of the names: .goreleaser.yml in github.com/temporalio/ui-server/v2@v2.54.1. */
const UI: Program = {
  name: 'temporal-ui',
  version: '2.54.1',
  release: {
    folderUrl: 'https://github.com/temporalio/ui-server/releases/download/v{version}',
    archive: 'ui-server_{version}_{platform}.tar.gz',
    checksums: 'ui-server_{version}_checksums.txt',
    file: 'ui-server',
  },
  goPackage: 'github.com/temporalio/ui-server/v2/cmd/server',
  usualMinutes: 1,
}

/** @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED */
export const findTemporalServer = (options: ProgramOptions): Promise<string> => findProgram(SERVER, options)

/** @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED */
export const findTemporalUi = (options: ProgramOptions): Promise<string> => findProgram(UI, options)

/** @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED */
export const findTemporalSqlTool = (options: ProgramOptions): Promise<string> =>
  findProgram(SQL_TOOL, options)
