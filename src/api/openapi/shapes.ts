/** From a line that says what an operation takes and gives to the operation as the document writes it. */
import { answer, body, ref, type Answers, type Json, type Operation } from './json.ts';
import { problems } from './problems.ts';

export { answer, ref } from './json.ts';
export type Fixed = readonly [method: string, path: string, operation: Operation];

type Line = {
  /** `post /api/session` */
  readonly at: string;
  readonly id: string;
  readonly summary: string;
  /** Nobody needs to be signed in. */
  readonly open?: boolean;
  /** Names of schemas of the document. */
  readonly sends?: string;
  readonly gives?: string;
  readonly refusals?: readonly number[];
  readonly responses?: Answers;
  readonly parameters?: readonly Json[];
  readonly requestBody?: Json;
};

export const fixed = (tag: string, lines: readonly Line[]): Fixed[] =>
  lines.map(({ at, id, open, sends, gives, refusals = [], responses, ...rest }) => {
    const [method = '', path = ''] = at.split(' ');
    const operation: Operation = {
      operationId: id,
      tags: [tag],
      ...rest,
      ...(open && { security: [] }),
      ...(sends && { requestBody: body(ref(sends)) }),
      responses: { ...(gives && { 200: answer('Done', ref(gives)) }), ...responses, ...problems(...refusals) },
    };
    return [method, path, operation];
  });

/** An operation that answers by a plain word. */
export const words = (id: string, summary: string, says: Readonly<Record<string, string>>): Operation => ({
  operationId: id,
  tags: ['Health'],
  summary,
  security: [],
  responses: Object.fromEntries(
    Object.entries(says).map(([status, description]) => [
      status,
      { description, content: { 'text/plain': { schema: { type: 'string' } } } },
    ]),
  ),
});
