import { pino } from 'pino'
import { installTemporalRuntime } from '../../src/worker/temporal-runtime.ts'

installTemporalRuntime(pino({ level: 'silent' }))
