/** One operation for each command and each question of the two tables. */
import type { AnyCommand, AnyQuestion } from '#platform/door.ts';
import { answer, body, ref, schemaOf, type Json, type Operation } from './json.ts';
import { problems, shared } from './problems.ts';

const moduleOf = (name: string): string => name.split('.')[0]!;
/** `people.setRetention` becomes "set retention". */
const wordsOf = (name: string): string =>
  (name.split('.')[1] ?? name).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export function commandOperation(name: string, command: AnyCommand): Operation {
  const sent: Json = {
    allOf: [ref('ApiCommand'), { type: 'object', properties: { payload: schemaOf(command.input) } }],
  };
  const offline = command.offline ? ' May be recorded without signal and sent later.' : '';
  return {
    operationId: `command.${name}`,
    tags: [`Commands: ${moduleOf(name)}`],
    summary: `${moduleOf(name)}: ${wordsOf(name)}`,
    description: `Needs the right \`${command.may}\`. The same id again is the same command and gets the first answer.${offline}`,
    'x-right': command.may,
    'x-offline': command.offline === true,
    'x-schema-version': command.version ?? 1,
    requestBody: body(sent),
    responses: {
      200: shared('Applied'),
      202: shared('Held'),
      503: shared('Later'),
      ...problems(400, 401, 404, 422),
    },
  };
}

export function questionOperation(name: string, question: AnyQuestion): Operation {
  const value: Json = { type: 'object', properties: { value: {} }, required: ['value'], additionalProperties: false };
  return {
    operationId: `question.${name}`,
    tags: [`Questions: ${moduleOf(name)}`],
    summary: `${moduleOf(name)}: ${wordsOf(name)}`,
    description: `Needs the right \`${question.may}\`. Changes nothing.`,
    'x-right': question.may,
    requestBody: { ...body(schemaOf(question.input)), required: false },
    responses: { 200: answer('The answer', value), ...problems(401, 404, 422) },
  };
}
