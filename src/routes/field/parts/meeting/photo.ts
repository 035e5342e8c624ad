/** A photographed page made small: readable handwriting in some 100-200 KB. */
import { addPhoto, type Store } from '#field/index.ts';

const LONGEST_PX = 1600;
const QUALITY = 0.72;

async function downscale(image: Blob): Promise<Blob> {
  const picture = await createImageBitmap(image, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', QUALITY);
  });
}

/** Id of the photo in the store. Throws the field kit's photo errors. */
export const keepPhoto = (store: Store, image: Blob, commandId: string): Promise<string> =>
  addPhoto(store, { image, commandId }, { downscale, storage: navigator.storage });
