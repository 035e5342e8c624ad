/** One officer asked for her secret: known or chosen now, typed twice when new, vouched for by another when she forgot the old one. */
import { officerWay, setOfficerSecret, signAsOfficer, type Officer, type OfficerWay } from '#field/index.ts';
import { m } from '#ui/sentences/messages.js';
import { agreedHash } from './close.ts';
import type { Recording } from './sheet.svelte.ts';
import { keepNewSecret, type StandIn } from './stand-in.ts';

export class OfficerAsking {
  way = $state<OfficerWay>('pin');
  known = $state<boolean | null>(null);
  /** Setting her secret: typed once, waiting for the second time. */
  first = $state<string | null>(null);
  problem = $state('');
  busy = $state(false);
  /** Another officer is asked to stand in for her. */
  forgot = $state(false);
  #voucher: StandIn | null = null;
  readonly #r: Recording;
  readonly #of: Officer;
  readonly #signed: (way: OfficerWay, signature: string) => void;

  constructor(r: Recording, personId: string, signed: (way: OfficerWay, signature: string) => void) {
    this.#r = r;
    this.#of = { groupId: r.sheet.groupId, personId };
    this.#signed = signed;
    void officerWay(r.store, this.#of).then((kept) => {
      this.known = kept !== null;
      this.way = kept ?? 'pin';
    });
  }

  get title(): string {
    if (this.problem) return this.problem;
    if (this.way === 'picture') return m.meet_picture_ask();
    return this.known ? m.meet_pin_ask() : this.first === null ? m.meet_pin_choose() : m.meet_pin_repeat();
  }

  /** A secret was typed. */
  async given(secret: string): Promise<void> {
    if (this.busy) return;
    [this.busy, this.problem] = [true, ''];
    try {
      if (this.known) await this.#sign(secret);
      else if (this.first === null) this.first = secret;
      else if (this.first !== secret) [this.first, this.problem] = [null, m.meet_pin_differs()];
      else {
        await this.#keep(secret);
        this.known = true;
        await this.#sign(secret);
      }
    } finally {
      this.busy = false;
    }
  }

  /** She chooses anew, by PIN or by picture signs. */
  anew(way: OfficerWay): void {
    [this.way, this.known, this.first, this.problem] = [way, false, null, ''];
  }

  vouched(by: StandIn): void {
    [this.#voucher, this.forgot] = [by, false];
    this.anew(this.way);
  }

  async #keep(secret: string): Promise<void> {
    const { way } = this;
    if (this.#voucher) await keepNewSecret(this.#r, this.#of, { way, secret, voucher: this.#voucher });
    else await setOfficerSecret(this.#r.store, this.#of, { way, secret });
  }

  async #sign(secret: string): Promise<void> {
    const text = await agreedHash(this.#r.sheet);
    const { signature, waitMs } = await signAsOfficer(this.#r.store, this.#of, { secret, text });
    if (signature) return this.#signed(this.way, signature);
    this.problem = waitMs > 0 ? m.meet_pin_wait({ seconds: Math.ceil(waitMs / 1000) }) : m.meet_pin_wrong();
  }
}
