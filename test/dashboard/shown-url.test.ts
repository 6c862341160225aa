import { describe, expect, test } from 'vitest'
import { inMiddle, shortUrl, shownUrl } from '../../src/dashboard/page/components/shown-url.ts'

describe('a URL as people read it', () => {
  test.each([
    ['https://example.com/hooks', 'https://example.com/hooks'],
    ['https://xn--bcher-kva.example/', 'https://bücher.example/'],
    ['https://api.xn--fiqs8s:8443/a', 'https://api.中国:8443/a'],
    ['https://example.com/%E6%B3%A8%E6%96%87?q=%C3%A9', 'https://example.com/注文?q=é'],
    ['http://localhost:3000/hooks', 'http://localhost:3000/hooks'],
  ])('%s is shown as %s', (url, shown) => expect(shownUrl(url)).toBe(shown))

  test.each([
    ['what separates parts', 'https://example.com/a%2Fb%3Fc%23d%25e%20f'],
    ['control characters', 'https://example.com/%00%0A%1B%C2%85'],
    ['characters that change the direction', 'https://example.com/%E2%80%AEgnp.exe%E2%81%A6'],
    ['invisible characters', 'https://example.com/%E2%80%8Ba%EF%BB%BF%C2%AD%E3%85%A4'],
    ['blanks', 'https://example.com/%C2%A0%E3%80%80'],
    ['bytes that are no UTF-8', 'https://example.com/%E6%B3%FF'],
    ['a host that mixes alphabets', 'https://xn--pypal-4ve.com/'],
    ['a host that looks like Latin letters', 'https://xn--80ak6aa92e.com/'],
    ['punycode that can’t be decoded', 'https://xn--99999999999999.example/'],
    ['what is no URL', 'nonsense %E6'],
  ])('stays as it is: %s', (_, url) => expect(shownUrl(url)).toBe(url))
})

test('a long URL is shortened in the middle: its host and its end stay', () => {
  const short = shortUrl(`https://hooks.example.com/${'a'.repeat(1_200)}/the-end`)
  expect(short).toHaveLength(72)
  expect(short).toMatch(/^hooks\.example\.com\/a+…a+\/the-end$/)
  expect(shortUrl('https://hooks.example.com/a/')).toBe('hooks.example.com/a')
})

test('no character is cut in half', () => {
  expect(inMiddle('😀'.repeat(100), 9)).toBe(`${'😀'.repeat(6)}…${'😀'.repeat(2)}`)
})
