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

test('HTTPS stands as far above HTTP as usual, for a domain on the ports the world asks', () => {
  const ports = (env: Record<string, string>) => [read(env).port, read(env).httpsPort];
  expect(ports({})).toEqual([8080, 8443]);
  expect(ports({ PORT: '9000' })).toEqual([9000, 9363]);
  expect(ports({ PORT: '0' })).toEqual([0, 0]);
  expect(ports({ PORT: '65500' })).toEqual([65500, 0]);
  expect(ports({ BAKHIYA_HTTPS_PORT: '4430' })).toEqual([8080, 4430]);
  expect(ports({ BAKHIYA_DOMAIN: 'books.example.org' })).toEqual([80, 443]);
  expect(ports({ BAKHIYA_DOMAIN: 'books.example.org', BAKHIYA_BEHIND_PROXY: '1' })).toEqual([8080, null]);
});

test.each([
  [{ BAKHIYA_HTTPS_PORT: '-1' }, 'BAKHIYA_HTTPS_PORT is "-1", but it must be a number from 0 to 65535.'],
  [{ BAKHIYA_LAN_NAME: 'asha' }, 'BAKHIYA_LAN_NAME is "asha", but it must be a name such as bakhiya.local.'],
  [{ BAKHIYA_DOMAIN: '10.0.0.4' }, 'BAKHIYA_DOMAIN is "10.0.0.4", but it must be a name such as books.example.org.'],
  [
    { BAKHIYA_ACME_DIRECTORY: 'http://x.org' },
    'BAKHIYA_ACME_DIRECTORY is "http://x.org", but it must be an address that begins with https://.',
  ],
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

test('it looks once a minute whether a backup is due, or as often as told', () => {
  const look = (env: Record<string, string>) => read(env).backupLookMs;
  expect([look({}), look({ BAKHIYA_BACKUP_LOOK_MINUTES: '60' })]).toEqual([60_000, 3_600_000]);
  for (const wrong of ['0', '1441', '1.5'])
    expect(refusal({ BAKHIYA_BACKUP_LOOK_MINUTES: wrong })).toContain('a number of minutes from 1 to 1440');
});
