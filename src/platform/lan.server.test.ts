import { expect, test } from 'vitest';
import { lanAddresses, lanName, plainAddress } from './lan.server.ts';
import { isThisMachine } from './this-machine.ts';

test.each([
  ['asha', 'asha.local'],
  ["Asha's PC.example.org", 'asha-s-pc.local'],
  ['8f3a', '8f3a.local'],
  ['localhost', 'bakhiya.local'],
  ['आशा', 'bakhiya.local'],
  ['', 'bakhiya.local'],
])('the machine %j is found as %s', (host, name) => {
  expect(lanName(host)).toBe(name);
});

test('only addresses of private networks count, in a fixed order', () => {
  const address = (address: string, internal = false) => ({
    ...{
      address,
      internal,
      family: address.includes(':') ? 'IPv6' : 'IPv4',
      netmask: '',
      mac: '',
      cidr: null,
      scopeid: 0,
    },
  });
  const interfaces = {
    lo: [address('127.0.0.1', true)],
    wlan: [address('fd00::5'), address('fe80::1'), address('192.168.1.20'), address('203.0.113.7')],
    lan: [address('10.0.0.4'), address('2001:db8::1')],
  };
  expect(lanAddresses(interfaces as never)).toEqual(['10.0.0.4', '192.168.1.20', 'fd00::5']);
});

test('which hosts a browser calls secure by themselves', () => {
  const hosts = [
    'localhost',
    'app.localhost',
    '127.0.0.1',
    '[::1]',
    '192.168.1.20',
    'asha.local',
    'localhost.example',
    '127.0.0.1.example',
  ];
  expect(hosts.filter(isThisMachine)).toEqual(['localhost', 'app.localhost', '127.0.0.1', '[::1]']);
});

test('an address is written as a browser reads it', () => {
  expect(plainAddress('10.0.0.4', 8080)).toBe('http://10.0.0.4:8080');
  expect(plainAddress('fd00::5', 8080)).toBe('http://[fd00::5]:8080');
});
