import { z } from 'zod';

/**
 * Shapes of the Control Center REST API (developer.cisco.com/docs/control-center: Search Devices, Get Device Details, Get
 * Device Usage, Get Session Details, Get Rate Plans, Edit Device Details). More fields may come; these are what we read.
 */

/** Dates read `2016-06-29 00:19:44.709+0000`; ISO 8601 is accepted as well. */
const apiDate = z
  .string()
  .nullish()
  .transform((text, context) => {
    if (!text) return null;
    const iso = text
      .trim()
      .replace(' ', 'T')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
    const date = new Date(iso);
    if (!Number.isNaN(date.getTime())) return date;
    context.addIssue({ code: 'custom', message: 'is not a date' });
    return z.NEVER;
  });

/** Empty text stands for none. Ids come as numbers, too. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => (value === null || value === undefined || value === '' ? null : String(value)));

const count = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => Math.round(value ?? 0));

export const listedDeviceSchema = z.object({
  iccid: z.string(),
  status: z.string(),
  ratePlan: text,
  communicationPlan: text,
});

export const devicePageSchema = z.object({
  pageNumber: z.number().int().positive(),
  lastPage: z.boolean(),
  devices: z.array(listedDeviceSchema),
});

export const deviceSchema = listedDeviceSchema.extend({
  imsi: text,
  msisdn: text,
  imei: text,
  customer: text,
  accountId: text,
  dateActivated: apiDate,
  dateShipped: apiDate,
  dateAdded: apiDate,
  fixedIPAddress: text,
});

/** Anything else that comes with a 200 did not come from the API. */
export const editedSchema = z.object({ iccid: z.string() });

/** With the numbers, the status and the plans that the details have as well. */
export const usageSchema = z.object({
  status: text,
  ratePlan: text,
  communicationPlan: text,
  imsi: text,
  msisdn: text,
  imei: text,
  /** Bytes. */
  ctdDataUsage: count,
  ctdSMSUsage: count,
  ctdSessionCount: count,
});

export const sessionSchema = z.object({
  dateSessionStarted: apiDate,
  dateSessionEnded: apiDate,
  ipAddress: text,
  ipv6Address: text,
});

export const ratePlanPageSchema = z.object({
  pageNumber: z.number().int().positive(),
  lastPage: z.boolean().optional(),
  ratePlans: z.array(z.object({ name: z.string() })),
});

export const errorSchema = z.object({
  errorMessage: z.string().optional(),
  errorCode: z.union([z.string(), z.number()]).transform(String).optional(),
});
