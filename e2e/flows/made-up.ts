import { randomBytes } from 'node:crypto';

/** What a test makes carries a word of its own, so that runs do not see each other's. */
export const ownWord = () => randomBytes(3).toString('hex');

/** Nobody's: the demo gives out none that begin so. */
export const ownDevEui = () => `0254FFFF${randomBytes(4).toString('hex').toUpperCase()}`;

export const ownAppKey = () => randomBytes(16).toString('hex');

/** Brings its own keys and is decoded by nothing until a flow says so. */
export const GENERIC_TYPE = 'Generic LoRa device (preset connectivity)';

export const HARBOUR = 'Harbour Works';

export const SHARED_SECRET = 'End-to-end-secret-of-32-chars-1!';

export const SIGNING_SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
