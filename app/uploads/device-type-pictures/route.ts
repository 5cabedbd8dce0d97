import { MAX_PICTURE_BYTES } from '#server/device-types/contract.ts';
import { setPicture } from '#server/device-types/set-picture.ts';
import { portalUpload } from '#server/http/portal-upload.ts';
import { byIdSchema } from '#server/platform/contract.ts';

export const POST = portalUpload(byIdSchema, MAX_PICTURE_BYTES, setPicture);
