declare global {
  namespace App {
    interface Locals {
      /** The language this request is answered in. */
      language: import('#ui/languages.ts').Language;
      /** On pages that ask who comes (see `gate.server.ts`). */
      app: import('#app/app.server.ts').App;
      auth: import('#app/auth.server.ts').Auth;
      visitor: import('#app/session.server.ts').Visitor;
    }
  }
}

export {};
