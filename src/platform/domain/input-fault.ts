/** What somebody typed can't be read; the message says what would do, with an example. */
export class InputFault extends Error {
  readonly code = 'input';
}
