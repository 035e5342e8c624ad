/*
 * The lock before the app. On a slow phone the app needs two seconds before it can draw anything; this draws the very lock screen that
 * the page carries in each language (src/routes/field/parts/lock-markup.server.ts) and takes her first digits. The app is read behind it,
 * takes over what she typed and puts its own screen in place, which looks the same. Only where exactly one user has a store here; in every
 * other case, and after any fault, it draws nothing and the app starts as it would without it.
 */
(() => {
  const PIN_DIGITS = 6;
  const LONGEST_PAINT_MS = 200;
  const AFTER_LIFTED_MS = 100;
  /** A disk that does not answer keeps nobody from the app. */
  const LONGEST_LOOK_MS = 3000;
  let root = null;
  let typed = '';
  let asked = null;
  let touched = false;
  let late = false;

  /** A store that is not there is not made. */
  const open = (name) =>
    new Promise((done, fail) => {
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => request.transaction.abort();
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  const answer = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });

  /** @returns the one user of this phone and how much of hers is not sent; null: nobody, several, or one who was added anew */
  async function who() {
    const phone = await open('bakhiya-phone');
    const users = await answer(phone.transaction('vaults').objectStore('vaults').getAll());
    phone.close();
    const [{ vaultId, userId, displayName } = {}] = users;
    if (users.length !== 1 || userId === null) return null;
    const vault = await open(`bakhiya-vault-${vaultId}`);
    const byStatus = vault.transaction('outbox').objectStore('outbox').index('byStatus');
    const counts = await Promise.all([answer(byStatus.count('unsent')), answer(byStatus.count('sending'))]);
    vault.close();
    return { displayName, unsent: counts[0] + counts[1] };
  }

  /** As the app finds it: her pick, else what the phone speaks. */
  function language() {
    const picked = /(?:^|; )bakhiya_language=(\w+)/.exec(document.cookie)?.[1];
    const spoken = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
    return picked ?? spoken.find((one) => document.querySelector(`template[data-lock="${one}"]`)) ?? 'en';
  }

  async function draw() {
    // Joining happens before there is anything to unlock; without keys no store can be opened.
    if (location.pathname.startsWith('/field/enrol/') || !window.isSecureContext) return;
    const user = await who();
    // Asked from the head of the page, so that the answer comes while the rest of it is read.
    if (document.readyState === 'loading') await new Promise((done) => (document.onreadystatechange = done));
    const template = document.querySelector(`template[data-lock="${language()}"]`);
    if (!user || !template || late) return;
    const { lang, dir, dataset } = template;
    Object.assign(document.documentElement, { lang, dir });
    const drawn = document.createElement('div');
    drawn.append(template.content.cloneNode(true));
    drawn.querySelector('h1').textContent = user.displayName;
    const unsent = drawn.querySelector('[data-unsent]');
    if (user.unsent === 0) unsent.remove();
    else {
      const rule = new Intl.PluralRules(lang).select(user.unsent) === 'one' ? dataset.one : dataset.many;
      unsent.querySelector('span').textContent = rule.replace('#', user.unsent);
    }
    drawn.addEventListener('click', clicked);
    drawn.addEventListener('pointerdown', () => (touched = true));
    for (const name in EVERYWHERE) window.addEventListener(name, EVERYWHERE[name]);
    root = { drawn, sentence: dataset.typed };
    document.title = dataset.title;
    document.body.prepend(drawn);
    // The app is read only now: before the lock stands on the screen it would be in its way.
    await new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
      setTimeout(done, LONGEST_PAINT_MS);
    });
  }

  let still = () => undefined;
  function lifted() {
    touched = false;
    still();
  }

  function clicked(event) {
    const part = event.target.closest('button, a');
    if (!part) return;
    event.preventDefault();
    if (part.dataset.key) press(part.dataset.key);
    else asked = part.textContent.trim();
  }

  function keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key === 'Backspace' ? 'back' : event.key;
    if (!/^(\d|back)$/.test(key)) return;
    event.preventDefault();
    press(key);
  }

  // A finger may be lifted beside the lock.
  const EVERYWHERE = { keydown: keyed, pointerup: () => setTimeout(lifted, AFTER_LIFTED_MS), pointercancel: lifted };

  function press(key) {
    if (typed.length >= PIN_DIGITS) return;
    typed = key === 'back' ? typed.slice(0, -1) : typed + key;
    const dots = root.drawn.querySelector('[role=img]');
    dots.setAttribute('aria-label', root.sentence.replace('#', typed.length));
    [...dots.children].forEach((dot, at) => {
      for (const name of ['border-neel', 'bg-neel']) dot.classList.toggle(name, at < typed.length);
      for (const name of ['border-edge', 'bg-sheet']) dot.classList.toggle(name, at >= typed.length);
    });
    if (typed.length < PIN_DIGITS) return;
    root.drawn.querySelector('[role=group]').setAttribute('aria-busy', 'true');
    for (const button of root.drawn.querySelectorAll('[data-key]')) button.disabled = true;
  }

  /** Not each file when another asks for it; one by one, since to ask is work too, and a tap may come in between. */
  async function readApp() {
    for (const file of document.querySelectorAll('link[data-later]')) {
      file.rel = 'modulepreload';
      await new Promise((next) => setTimeout(next));
    }
  }

  window.bakhiyaLock = {
    /** Resolves, always, when the lock is on the screen or will not be. */
    drawn: Promise.race([draw(), new Promise((done) => setTimeout(done, LONGEST_LOOK_MS))])
      .then(() => (late = true))
      .catch(() => undefined)
      .then(() => void readApp()),
    isUp: () => root !== null,
    /** A finger on a key is waited for: taken from under it, the key would be lost. */
    still: () => (touched ? new Promise((done) => (still = done)) : Promise.resolve()),
    /** Takes the lock off the screen. @returns her digits so far, and the words of another thing she tapped */
    take() {
      root?.drawn.remove();
      for (const name in EVERYWHERE) window.removeEventListener(name, EVERYWHERE[name]);
      root = null;
      const [digits, other] = [typed, asked];
      typed = '';
      asked = null;
      return { digits, other };
    },
  };
})();
