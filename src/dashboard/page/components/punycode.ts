/** The parameters of Punycode, RFC 3492, section 5. */
const [BASE, T_MIN, T_MAX, SKEW, DAMP, INITIAL_BIAS, INITIAL_N] = [36, 1, 26, 38, 700, 72, 128]

/** The text that a label stands for, given without its `xn--`; null if it is no Punycode. */
export function decodePunycode(label: string): string | null {
  const end = label.lastIndexOf('-')
  const points = Array.from(label.slice(0, Math.max(end, 0)), (character) => character.codePointAt(0)!)
  let [n, i, bias] = [INITIAL_N, 0, INITIAL_BIAS]
  for (let at = end + 1; at < label.length;) {
    const before = i
    for (let weight = 1, k = BASE; ; k += BASE) {
      const digit = parseInt(label[at++] ?? '', BASE)
      if (Number.isNaN(digit)) return null
      // Letters count from 0, digits from 26; parseInt has them the other way round.
      const value = digit < 10 ? digit + 26 : digit - 10
      i += value * weight
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if (value < threshold) break
      weight *= BASE - threshold
    }
    const count = points.length + 1
    bias = adapt(i - before, count, before === 0)
    n += Math.floor(i / count)
    i %= count
    if (!(n <= 0x10ffff)) return null
    points.splice(i++, 0, n)
  }
  return String.fromCodePoint(...points)
}

function adapt(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2))
  rest += Math.floor(rest / count)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}
