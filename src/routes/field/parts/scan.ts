/** Reading a QR with the camera, where the browser itself can (Chrome on Android): no reader of ours is loaded for it. */
type Found = { readonly rawValue: string };
type Detector = { detect(source: HTMLVideoElement): Promise<Found[]> };
type Detectors = { readonly BarcodeDetector?: new (options: { formats: string[] }) => Detector };

export const canScan = (): boolean => 'BarcodeDetector' in globalThis && 'mediaDevices' in navigator;

const PAUSE_MS = 200;

/** Resolves with the first code seen; null when stopped. Rejects when the camera may not be used. */
export async function scanInto(video: HTMLVideoElement, stopped: AbortSignal): Promise<string | null> {
  const Reader = (globalThis as Detectors).BarcodeDetector;
  if (!Reader) return null;
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  try {
    video.srcObject = stream;
    await video.play();
    const reader = new Reader({ formats: ['qr_code'] });
    while (!stopped.aborted) {
      const [found] = await reader.detect(video).catch(() => []);
      if (found) return found.rawValue;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}
