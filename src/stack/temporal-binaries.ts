import { findOrBuild, type GoTool, type GoToolOptions } from './go-tool.ts'

/** The last one that Go 1.26.8 builds. Time skipping and fairness need 1.32. */
const SERVER: GoTool = {
  name: 'temporal-server',
  package: 'go.temporal.io/server/cmd/server',
  version: '1.32.1',
  usualMinutes: 9,
}

const UI: GoTool = {
  name: 'temporal-ui',
  package: 'github.com/temporalio/ui-server/v2/cmd/server',
  version: '2.54.1',
  usualMinutes: 1,
}

/** Sets up Temporal's tables in Postgres. Shares nearly all of its packages with the server. */
const SQL_TOOL: GoTool = {
  name: 'temporal-sql-tool',
  package: 'go.temporal.io/server/cmd/tools/sql',
  version: '1.32.1',
  usualMinutes: 2,
}

/** @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED */
export const findTemporalServer = (options: GoToolOptions): Promise<string> => findOrBuild(SERVER, options)

/** @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED */
export const findTemporalUi = (options: GoToolOptions): Promise<string> => findOrBuild(UI, options)

/** @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED */
export const findTemporalSqlTool = (options: GoToolOptions): Promise<string> => findOrBuild(SQL_TOOL, options)
