import { expect, test } from 'vitest';
import { makeLog } from './log.server.ts';

function logged(least: 'debug' | 'info' = 'info', pretty = false) {
  const lines: string[] = [];
  return { log: makeLog((line) => void lines.push(line), pretty, least), lines };
}

test('writes one JSON object a line', () => {
  const { log, lines } = logged();
  log.info('command.done', { command: 'savings.deposit', ms: 12 });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    event: 'command.done',
    command: 'savings.deposit',
    ms: 12,
  });
});

test('less important events than asked for are left out', () => {
  const { log, lines } = logged();
  log.debug('command.started');
  log.warn('command.slow');
  expect(lines).toHaveLength(1);
});

test('a name, a phone number in any script, an error message: none reaches the log', () => {
  const { log, lines } = logged();
  log.error('command.failed', {
    command: 'people.add 98765 43210 ९८७६५४३२१०',
    memberName: 'Shabana',
    rows: ['Shabana'],
    fault: Object.assign(new Error('Shabana is taken'), {
      code: '23505',
      detail: 'Key (name)=(Shabana) exists',
      table: 'person',
    }),
  });
  const text = lines.join('');
  expect(text).not.toMatch(/Shabana|98765|९८७/);
  expect(JSON.parse(text)).toMatchObject({
    command: 'people.add (number)',
    fault: { code: '23505', table: 'person' },
  });
});

test('opaque ids stay whole, so that a fault can be followed', () => {
  const { log, lines } = logged();
  const commandId = '01939393-9393-7393-9393-939393939393';
  log.info('command.done', { commandId });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ commandId });
});

test('a line for the eye on a terminal', () => {
  const { log, lines } = logged('info', true);
  log.info('app.serving', { port: 8080 });
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}app\.serving port=8080\n$/);
});
