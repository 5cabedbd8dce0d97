import { sql } from 'drizzle-orm';
import { devices } from '#db/schema/devices.ts';
import type { TableField } from '#server/platform/table-filter.ts';
import { anyForm } from './written-forms.ts';

/** What a device is known by, in its list. */

/** As the index `devices_customer_identifier` has it. */
export const identifier = sql`(case when ${devices.identifier} is null then '' else ${devices.identifier} end)`;

/** All of them: of each of its adapters, and the ICCID of its SIM. */
export const identifierField: TableField = {
  kind: 'text',
  lines: sql`lower(replace(${identifier}, '-', '') || chr(10) || ${devices.furtherIdentifiers})`,
  none: sql`${identifier} = ''`,
  written: anyForm,
  along: true,
};
