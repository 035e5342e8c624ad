import { expect, test } from 'vitest';
import { readReach, strictTransport } from './reach.server.ts';

const strict = (url: string, domain?: string) => strictTransport(new URL(url), { BAKHIYA_DOMAIN: domain });

test('strict transport is promised for a domain alone: a LAN name or localhost would lose its plain pages', () => {
  expect(strict('https://books.example.org/', 'Books.Example.org')).toBe('max-age=31536000');
  expect(strict('http://books.example.org/', 'books.example.org')).toBeNull();
  expect(strict('https://asha.local:8443/')).toBeNull();
  expect(strict('https://localhost/', 'books.example.org')).toBeNull();
});

test('without a start before it, nothing is promised', () => {
  expect(readReach({})).toEqual({ secureAddress: null, plainAddresses: [], authority: null });
  expect(readReach({ BAKHIYA_HTTPS_ADDRESS: 'https://books.example.org', BAKHIYA_AUTHORITY: '' })).toMatchObject({
    secureAddress: 'https://books.example.org',
    authority: null,
  });
});
