/** The e-mail address in the data of the order with this number, and in no other's. */
export const emailOf = (number: number): string => `customer.${number.toString(36)}@mail.example.org`

/** Data of a usual size, about 400 bytes, with what customers are asked for: an address, a name, ids. */
export const orderData = (number: number): object => ({
  number,
  id: `order_${scatter(number, 0)}${scatter(number, 1)}`,
  title: 'Order placed',
  url: `https://example.com/acme/orders/${number}`,
  content: '<p>Two of the blue ones, and one of the others, as a present.</p>',
  customer: {
    id: `user_${scatter(number % 100_000, 2)}`,
    email: emailOf(number),
    name: NAMES[number % NAMES.length],
  },
  placedAt: new Date(1_800_000_000_000 + number * 1_728).toISOString(),
  amount: (number % 90_000) / 100,
})

const NAMES = [
  'Ada Lovelace',
  'Grace Hopper',
  'Alan Turing',
  'Edsger Dijkstra',
  'Barbara Liskov',
  'Jörg Müller',
]

/** Eight digits that look random, but are always the same. */
const scatter = (number: number, salt: number): string =>
  (Math.imul(number + 1, 0x9e3779b1 + salt * 0x51ed270b) >>> 0).toString(16).padStart(8, '0')
