import { Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'

// Test files that share a process share its runtime.
if (!Runtime._instance) installTemporalRuntime(pino({ level: 'silent' }))
