import { bulkUploadSchema, MAX_SHEET_BYTES } from '#server/bulk-tasks/contract.ts';
import { uploadSheet } from '#server/bulk-tasks/create-task.ts';
import { portalUpload } from '#server/http/portal-upload.ts';

export const POST = portalUpload(bulkUploadSchema, MAX_SHEET_BYTES, (actor, { bytes, ...input }) =>
  uploadSheet(actor, input, bytes),
);
