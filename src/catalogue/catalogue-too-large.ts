/** Thrown when a catalogue would be larger than an answer can be. */
export class CatalogueTooLarge extends Error {
  constructor(maximum: number) {
    super(`A catalogue can have ${maximum} characters. Ask for the schemas with eventTypes.`)
  }
}
