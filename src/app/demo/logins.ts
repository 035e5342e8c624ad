/** Who can sign in to the demo. These logins are made only by loading it, and open nothing in any other database. */
import type { Role } from '../rights.ts';

export type DemoLogin = {
  readonly key: string;
  readonly role: Role;
  readonly name: string;
  readonly phone: string;
  readonly locale: 'en' | 'hi' | 'ur';
};

/** One PIN for all, since a demo is to be walked through by one person in many roles. */
export const DEMO_PIN = '274951';

const login = (at: number, key: string, who: Omit<DemoLogin, 'key' | 'phone'>): DemoLogin => ({
  key,
  phone: String(9_000_000_000 + at),
  ...who,
});

export const DEMO_LOGINS: readonly DemoLogin[] = [
  login(1, 'administrator', { role: 'administrator', name: 'Naheed Siddiqui', locale: 'en' }),
  login(2, 'accountant', { role: 'accountant', name: 'Archana Srivastava', locale: 'en' }),
  login(3, 'loan_officer', { role: 'loan_officer', name: 'Shaista Rizvi', locale: 'ur' }),
  login(4, 'animator', { role: 'animator', name: 'Ram Rati Pal', locale: 'hi' }),
  login(5, 'bookkeeper_1', { role: 'bookkeeper', name: 'Rubina Khan', locale: 'ur' }),
  login(6, 'bookkeeper_2', { role: 'bookkeeper', name: 'Shabana Naqvi', locale: 'hi' }),
  login(7, 'bookkeeper_3', { role: 'bookkeeper', name: 'Mamta Verma', locale: 'hi' }),
  login(8, 'bookkeeper_4', { role: 'bookkeeper', name: 'Seema Gautam', locale: 'hi' }),
  login(9, 'supervisor', { role: 'supervisor', name: 'Kahkashan Parveen', locale: 'hi' }),
  login(10, 'auditor', { role: 'auditor', name: 'Vandana Tiwari', locale: 'en' }),
  login(11, 'programme_head', { role: 'programme_head', name: 'Meenakshi Awasthi', locale: 'en' }),
  login(12, 'member', { role: 'member', name: 'A member', locale: 'ur' }),
];

/** One line per person, as the terminal shows them at every start of a demo database. */
export function loginLines(): string[] {
  const width = Math.max(...DEMO_LOGINS.map(({ role }) => role.length));
  const lines = DEMO_LOGINS.map(
    ({ role, phone, name }) => `  ${role.replace('_', ' ').padEnd(width)}  phone ${phone}  PIN ${DEMO_PIN}  (${name})`,
  );
  return ['The demo organisation; sign in as:', ...lines];
}
