/** Something tests wait at until it is opened. */
export interface Gate {
  passed: Promise<void>
  open(): void
}

export function openGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { passed: promise, open: resolve }
}
