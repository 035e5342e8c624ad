declare global {
  namespace App {
    interface Locals {
      /** The language this request is answered in. */
      language: import('#ui/languages.ts').Language;
      app: import('#app/app.server.ts').App;
      auth: import('#app/auth.server.ts').Auth;
      /** Not set under /api, which reads its own sessions. */
      visitor: import('#app/session.server.ts').Visitor;
    }
  }
}

export {};
