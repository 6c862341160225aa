import { pino } from 'pino'
import { installTemporalRuntime } from '../../src/temporal/runtime.ts'

installTemporalRuntime(pino({ level: 'silent' }))
