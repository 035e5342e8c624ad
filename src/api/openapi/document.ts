/** The OpenAPI 3.1 document, made from the two tables and the few routes beside them; `generated/openapi.json` is compared with it. */
import type { AnyCommand, AnyQuestion } from '#platform/door.ts';
import { fixedOperations } from './fixed.ts';
import { namedSchemas } from './parts.ts';
import type { Json, Operation } from './json.ts';
import { sharedAnswers } from './problems.ts';
import { commandOperation, questionOperation } from './tables.ts';

type Tables = {
  readonly commands: Readonly<Record<string, AnyCommand>>;
  readonly questions: Readonly<Record<string, AnyQuestion>>;
};
export type OpenApi = Json & { readonly paths: Record<string, Record<string, Operation>> };

const ABOUT = [
  'Writes are commands, reads are questions; both are tables of the server, listed here one by one.',
  'A refusal is a value: `code` and `params`, from which the reader’s language makes a sentence.',
  'Money is integer paise, days are `YYYY-MM-DD`, ids of commands are UUIDs (version 7) made by the caller.',
].join(' ');

export function openApiDocument({ commands, questions }: Tables): OpenApi {
  const paths: OpenApi['paths'] = {};
  const add = (path: string, method: string, operation: Operation): void => {
    paths[path] = { ...paths[path], [method]: operation };
  };
  for (const [method, path, operation] of fixedOperations) add(path, method, operation);
  for (const [name, one] of sorted(commands)) add(`/api/commands/${name}`, 'post', commandOperation(name, one));
  for (const [name, one] of sorted(questions)) add(`/api/questions/${name}`, 'post', questionOperation(name, one));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bakhiya',
      version: '1',
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { sessionOverHttps: [] }],
    tags: [...new Set(Object.values(paths).flatMap((path) => Object.values(path).flatMap(({ tags }) => tags)))].map(
      (name) => ({ name }),
    ),
    paths,
    components: {
      schemas: namedSchemas(),
      responses: sharedAnswers,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'bakhiya.session_token' },
        sessionOverHttps: { type: 'apiKey', in: 'cookie', name: '__Secure-bakhiya.session_token' },
      },
    },
  };
}

const sorted = <T>(table: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
