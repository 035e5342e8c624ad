/** Room on the phone: looked at when screens open, never in the way of money. */
import { askForRoom, PHOTO_RESERVE_BYTES, type Room } from '#field/index.ts';

class RoomOnPhone {
  known = $state.raw<Room | null>(null);
  /** Photos are refused below this; meetings are still kept. */
  readonly full = $derived(this.known !== null && this.known.freeBytes < PHOTO_RESERVE_BYTES);
  async look(): Promise<void> {
    this.known = await askForRoom(navigator.storage);
  }
}
export const room = new RoomOnPhone();
