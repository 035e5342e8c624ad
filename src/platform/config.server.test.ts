import { expect, test } from 'vitest';
import { readConfig } from './config.server.ts';

const read = (env: Record<string, string>, ...args: string[]) => readConfig(env, args, '/srv/bakhiya');
const refusal = (env: Record<string, string>, ...args: string[]) => {
  try {
    return read(env, ...args).port;
  } catch (fault) {
    return (fault as Error).message;
  }
};

test('without any setting it serves port 8080 with the database in the clone', () => {
  expect(read({})).toMatchObject({ port: 8080, host: '0.0.0.0', databaseUrl: null, dataDir: undefined, demo: false });
  expect(read({ PORT: ' 0 ', BAKHIYA_DATA: 'books', BAKHIYA_DOMAIN: 'Books.Example.org' }, '--demo')).toMatchObject({
    ...{ port: 0, dataDir: '/srv/bakhiya/books', domain: 'books.example.org', demo: true },
  });
});

test.each([
  [{ PORT: '70000' }, 'PORT is "70000", but it must be a number from 0 to 65535.'],
  [{ PORT: '80a' }, 'PORT is "80a", but it must be a number from 0 to 65535.'],
  [{ HOST: 'not a host' }, 'HOST is "not a host", but it must be an address such as 127.0.0.1 or 0.0.0.0.'],
  [
    { BAKHIYA_DOMAIN: 'https://x.org' },
    'BAKHIYA_DOMAIN is "https://x.org", but it must be a name such as books.example.org.',
  ],
  [{ BAKHIYA_BEHIND_PROXY: 'yes' }, 'BAKHIYA_BEHIND_PROXY is "yes", but it must be 0 or 1.'],
])('a wrong value is one sentence: %j', (env, sentence) => {
  expect(refusal(env)).toBe(sentence);
});

test('the password in a wrong address of the database is not shown', () => {
  expect(refusal({ DATABASE_URL: 'mysql://asha:secret@host/books' })).toContain('DATABASE_URL is "(not shown)"');
  expect(refusal({ DATABASE_URL: 'postgres://asha:secret@host' })).not.toContain('secret');
});

test('an unknown option is refused', () => {
  expect(refusal({}, '--dmeo')).toBe('The option is "--dmeo", but it must be --demo.');
});
