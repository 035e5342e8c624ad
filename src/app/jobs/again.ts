/** Must be done again later; the code is shown in the office. */
export class Again extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.name = 'Again';
    this.code = code;
  }
}
