/** The order of the house as data: who may import whom, how large things may be. `npm test` refuses what breaks it. */

/** Folders of `src` and the folders each may import; what lies loose in `src` puts everything together and may do all. */
export const folderImports: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  domain: ['platform'],
  app: ['platform', 'domain'],
  api: ['platform', 'domain', 'app'],
  ui: ['platform'],
  field: ['platform', 'domain'],
  routes: ['platform', 'domain', 'app', 'api', 'ui', 'field'],
};

/** Modules of `src/domain` and the modules just below each; what lies below those may be imported too. */
export const moduleImports: Readonly<Record<string, readonly string[]>> = {
  places: [],
  people: ['places'],
  ledger: ['people'],
  groups: ['ledger'],
  accounts: ['groups'],
  savings: ['groups'],
  obligations: ['groups'],
  'enterprise-register': ['groups'],
  loans: ['accounts', 'savings', 'obligations', 'enterprise-register'],
  collections: ['loans'],
  debts: ['loans'],
  meetings: ['debts'],
  linkage: ['meetings'],
  credentials: ['people'],
  schemes: ['people'],
  craft: ['groups', 'ledger'],
  shop: ['craft'],
  fairs: ['shop', 'schemes'],
  cases: ['craft'],
  training: ['craft', 'debts', 'credentials', 'schemes'],
  enterprises: ['loans', 'shop', 'fairs'],
  outreach: ['enterprises'],
  insights: [],
  pacts: ['insights'],
};

/** What phone and server say to each other, and how it is sealed: written once, in the kit, and spoken by both. */
export const sharedFiles = ['src/field/wire.ts', 'src/field/sealed-envelope.ts'];

/** What is printed or exported is read by people: these folders may use the formatters and the sentences of `src/ui`. */
export const speakingFolders = ['src/app/paper/', 'src/app/exports/', 'src/app/audit-pack/'];
export const speakingFiles = [
  'src/ui/index.ts',
  'src/ui/office/words.ts',
  'src/ui/office/linkage-words.ts',
  'src/ui/sentences/messages.js',
];

/** A module is entered from outside through these files only. */
export const doors = ['index.ts', 'index.server.ts'];

/** Folders that never reach a browser as a whole; elsewhere `.server.` in the name says so. */
export const serverFolders = ['src/api/', 'scripts/', 'test/', 'bench/', 'db/'];

/** Packages too heavy or too secret for a browser. */
export const serverPackages = [
  'pg',
  'kysely',
  'better-auth',
  '@node-rs/',
  'hono',
  '@myriaddreamin/',
  'hucre',
  '@peculiar/',
  'acme-client',
];

/** Component library kept off the phone and out of the shop. */
export const officePackages = ['bits-ui'];
export const officeFolders = ['src/routes/office/', 'src/ui/office/'];

export const sizes = {
  medianLines: 80,
  percentile95Lines: 300,
  mostLines: 400,
  functionLines: 70,
  positionalParameters: 3,
  /** Of a page's script, and of a file of the API. */
  routeLines: 60,
};

/** Text in markup that is the same in every language. */
export const sameInEveryLanguage = ['Bakhiya', 'English', 'हिन्दी', 'اردو', 'UPI', 'PIN', 'QR', 'kg', 'm', 'cm'];

/** Attributes that a person reads or hears. */
export const readAttributes = [
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'label',
  'placeholder',
  'title',
];

/** Made by a program, or not code of ours. */
export const notOurs = [
  'src/ui/sentences/',
  'generated/',
  'static/',
  'build/',
  '.svelte-kit/',
  'node_modules/',
  'data/',
];
