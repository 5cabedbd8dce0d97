import type { PictureType } from './contract.ts';

const starts = (bytes: Uint8Array, at: number, sign: readonly number[]): boolean =>
  sign.every((byte, nth) => bytes[at + nth] === byte);

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const RIFF = [0x52, 0x49, 0x46, 0x46];
const WEBP = [0x57, 0x45, 0x42, 0x50];

/** What a picture is by its first bytes, whatever its name says; null for everything that is not shown. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  if (starts(bytes, 0, PNG)) return 'image/png';
  if (starts(bytes, 0, JPEG)) return 'image/jpeg';
  return starts(bytes, 0, RIFF) && starts(bytes, 8, WEBP) ? 'image/webp' : null;
}
