import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readVerifySnippets } from '../../src/dialects/verify-snippets.ts'
import { loadTables, type GoldenVector } from '../dialects/table.ts'
import { temporaryFolder } from '../stack/temporary-folder.ts'

const SNIPPETS = join(import.meta.dirname, '../../src/dialects')

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/signature-vectors.json'), 'utf8'),
) as (GoldenVector & { scheme: string })[]

interface Case extends Pick<GoldenVector, 'body' | 'secret' | 'headers'> {
  /** Unix seconds at which it is verified. */
  now: number
  valid: boolean
}

/** Each golden request; and with its body, signature or secret changed, and too late where the time is signed. */
function casesOf({ body, secret, headers, timestamp }: GoldenVector): Case[] {
  const now = timestamp ?? 1_800_000_000
  const changed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, /signature/i.test(name) ? flip(value) : value]),
  )
  const golden = { body, secret, headers, now, valid: true }
  return [
    golden,
    { ...golden, body: `${body} `, valid: false },
    { ...golden, headers: changed, valid: false },
    { ...golden, headers: {}, valid: false },
    { ...golden, secret: flip(secret), valid: false },
    ...(timestamp === undefined ? [] : [{ ...golden, now: now + 3600, valid: false }]),
  ]
}

/** Changes a character in the middle, which no encoding ignores. */
function flip(text: string): string {
  const index = text.length - 8
  return text.slice(0, index) + (text[index] === '0' ? '1' : '0') + text.slice(index + 1)
}

const NODE = `
import { readFileSync } from 'node:fs'
import { verify } from './verify.mjs'
const cases = JSON.parse(readFileSync('cases.json', 'utf8'))
console.log(JSON.stringify(cases.map(({ headers, body, secret, now }) => verify(new Headers(headers), body, secret, now))))`

const PYTHON = `
import inspect, json
from verify import verify
timed = "now" in inspect.signature(verify).parameters
cases = json.load(open("cases.json", encoding="utf-8"))
print(json.dumps([verify(c["headers"], c["body"].encode(), c["secret"], *([c["now"]] if timed else [])) for c in cases]))`

const RUBY = `
require 'json'
require_relative 'verify'
timed = method(:verify).arity != 3
cases = JSON.parse(File.read('cases.json', encoding: 'UTF-8'))
puts JSON.generate(cases.map { |c| verify(*[c['headers'], c['body'], c['secret'], *(timed ? [c['now']] : [])]) })`

const goTest = (timed: boolean) => `
package webhooks
import ("encoding/json"; "net/http"; "os"; "testing"; "time")
func TestCases(t *testing.T) {
	var cases []struct { Headers map[string]string; Body, Secret string; Now int64 }
	text, _ := os.ReadFile("cases.json")
	if err := json.Unmarshal(text, &cases); err != nil { t.Fatal(err) }
	results := []bool{}
	for _, c := range cases {
		header := http.Header{}
		for name, value := range c.Headers { header.Set(name, value) }
		now := time.Unix(c.Now, 0)
		_ = now
		results = append(results, Verify(header, []byte(c.Body), c.Secret${timed ? ', now' : ''}))
	}
	answer, _ := json.Marshal(results)
	os.WriteFile("results.json", answer, 0o600)
}`

/** How each language is run in the folder that holds `verify.*` and `cases.json`; what it says of each case. */
const RUNNERS: Record<string, { program: string; run(folder: string, source: string): string }> = {
  'Node.js': { program: 'node', run: (folder) => script(folder, 'run.mjs', NODE, 'node') },
  Python: { program: 'python3', run: (folder) => script(folder, 'run.py', PYTHON, 'python3') },
  Ruby: { program: 'ruby', run: (folder) => script(folder, 'run.rb', RUBY, 'ruby') },
  Go: {
    program: 'go',
    run(folder, source) {
      writeFileSync(join(folder, 'go.mod'), 'module webhooks\n\ngo 1.21\n')
      writeFileSync(join(folder, 'verify_test.go'), goTest(source.includes('now time.Time')))
      execFileSync('go', ['test', '-vet=off', '.'], {
        cwd: folder,
        env: { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' },
      })
      return readFileSync(join(folder, 'results.json'), 'utf8')
    },
  },
}

function script(folder: string, file: string, source: string, program: string): string {
  writeFileSync(join(folder, file), source)
  return execFileSync(program, [file], { cwd: folder, encoding: 'utf8' })
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`])
    return true
  } catch {
    return false
  }
}

for (const { name, scheme, vectors: more } of await loadTables()) {
  const golden = [...vectors.filter((vector) => vector.scheme === scheme), ...more].filter(
    ({ headers }) => !Object.values(headers).some((value) => value.startsWith('v1a,')),
  )
  const snippets = await readVerifySnippets(name)

  describe(`code that verifies ${name} requests`, () => {
    test('is there for each language', () => {
      expect(snippets.map(({ language }) => language)).toEqual(['Node.js', 'Python', 'Go', 'Ruby'])
    })

    for (const { language, code } of snippets) {
      const { program, run } = RUNNERS[language]!
      test.skipIf(!isInstalled(program))(
        `${language}: takes the golden requests and refuses every change`,
        () => {
          const folder = temporaryFolder()
          mkdirSync(folder, { recursive: true })
          cpSync(join(SNIPPETS, name, 'verify'), folder, { recursive: true })
          const cases = golden.flatMap(casesOf)
          writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases))
          expect(JSON.parse(run(folder, code))).toEqual(cases.map(({ valid }) => valid))
        },
      )
    }
  })
}
