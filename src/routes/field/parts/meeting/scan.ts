/** The camera as a reader of QR codes, by the browser's own detector where it has one. */
type Found = { readonly rawValue: string };
type Detector = { detect(source: HTMLVideoElement): Promise<readonly Found[]> };
type DetectorClass = new (options: { formats: string[] }) => Detector;

const detectorClass = (): DetectorClass | undefined =>
  (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
export const canScan = (): boolean => detectorClass() !== undefined && 'mediaDevices' in navigator;

/** Reads until the returned function is called. Throws when the camera is refused. */
export async function scan(video: HTMLVideoElement, onread: (text: string) => void): Promise<() => void> {
  const Class = detectorClass();
  if (!Class) throw new Error('no detector');
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  video.srcObject = stream;
  await video.play();
  const detector = new Class({ formats: ['qr_code'] });
  let on = true;
  const look = async (): Promise<void> => {
    if (!on) return;
    const found = await detector.detect(video).catch(() => []);
    for (const code of found) if (on) onread(code.rawValue);
    requestAnimationFrame(() => void look());
  };
  void look();
  return () => {
    on = false;
    for (const track of stream.getTracks()) track.stop();
  };
}
