import { firmwareUploadSchema, MAX_FIRMWARE_BYTES } from '#server/firmware/contract.ts';
import { createFirmware } from '#server/firmware/create-firmware.ts';
import { portalUpload } from '#server/http/portal-upload.ts';

export const POST = portalUpload(firmwareUploadSchema, MAX_FIRMWARE_BYTES, createFirmware);
